"""The life-cycles as pictures, drawn from their tables."""

from openkap.clinical.pathway.lifecycles import LIFECYCLES

__all__ = ["page"]


def page() -> str:
    lines = ["# Life-cycles", "", "Drawn from `clinical/pathway/lifecycles.py`; what is not drawn does not happen.", ""]
    for title, table in LIFECYCLES.items():
        lines += [f"## {title}", "", "```mermaid", "stateDiagram-v2"]
        names = {str(state): f"s{place}" for place, state in enumerate(table)}
        lines += [f'    state "{state}" as {name}' for state, name in names.items()]
        lines.append(f"    [*] --> {names[str(next(iter(table)))]}")
        for state, ways in table.items():
            lines += [f"    {names[str(state)]} --> {names[str(to)]}: {why}" for why, to in ways.items()]
            if not ways:
                lines.append(f"    {names[str(state)]} --> [*]")
        lines += ["```", ""]
    return "\n".join(lines)
