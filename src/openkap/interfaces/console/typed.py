"""A form of the room as it stands: what was typed into it, and what still needs a look."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from openkap.terms.refusal import BadInput, Refusal, RuleRefusal

__all__ = ["Typed"]


@dataclass(frozen=True, slots=True)
class Typed:
    """kind: which form. field: the one that the message is about. confirming: a dose that waits for its second yes."""

    kind: str
    data: Mapping[str, str] = field(default_factory=dict)
    field: str = ""
    message: str = ""
    reasons: tuple[str, ...] = ()
    confirming: bool = False

    @classmethod
    def refused(cls, kind: str, data: Mapping[str, str], refusal: Refusal) -> "Typed":
        return cls(
            kind=kind,
            data=data,
            field=refusal.field if isinstance(refusal, BadInput) else "",
            message=refusal.message,
            reasons=refusal.reasons if isinstance(refusal, RuleRefusal) else (),
        )
