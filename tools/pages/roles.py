"""The table of roles: who may do what, as the code has it."""

from openkap.clinical.authority import ALLOWED
from openkap.terms.identity import Role

__all__ = ["page"]


def page() -> str:
    lines = ["# Who may do what", "", "From `openkap.clinical.authority`. What is not in this table is refused.", ""]
    lines += ["| doing | " + " | ".join(role.value for role in Role) + " |", "|---|" + "---|" * len(Role)]
    for doing, roles in ALLOWED.items():
        lines.append(f"| {doing.value} | " + " | ".join("yes" if role in roles else "" for role in Role) + " |")
    return "\n".join(lines)
