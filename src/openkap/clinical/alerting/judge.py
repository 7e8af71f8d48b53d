"""From an answer's flags to what people must do. Judged on every single answer, also in an unfinished form."""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["AlertFinding", "judge_flags"]

# Flags of measures whose code begins so must be acted on by a person, and the client is shown help at once. Any other
# flag informs the clinician beside the score and raises no alert.
_RAISES = "suicid"


@dataclass(frozen=True, slots=True)
class AlertFinding:
    """An alert to be raised. `rule` names measure and item; `value` orders how grave it is, within one item."""

    rule: str
    value: int
    sentence: str
    crisis_help: bool = True


def judge_flags(measure: str, flags: Iterable[tuple[str, str, int | None, str]]) -> tuple[AlertFinding, ...]:
    """The alerts that these flags (code, item, value, sentence) of one measure raise.

    >>> judge_flags("phq9", [("suicidal-thoughts", "9", 1, "Item 9 is above zero.")])[0].rule
    'phq9.9'
    """
    return tuple(
        AlertFinding(rule=f"{measure}.{item}", value=-1 if value is None else value, sentence=sentence)
        for code, item, value, sentence in flags
        if code.startswith(_RAISES)
    )
