"""The two recovery scores, item by item, as the monitor finds the client; totals by the measures' own data."""

from collections.abc import Mapping
from dataclasses import dataclass

from openkap.clinical.measures import score
from openkap.interfaces.kit.parts import Choice
from openkap.knowledge.measures import measure
from openkap.terms.answer import Answered

__all__ = ["RecoveryItem", "RecoveryScore", "recovery_score"]


@dataclass(frozen=True, slots=True)
class RecoveryItem:
    name: str
    label: str
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RecoveryScore:
    """total: empty until every item has its answer."""

    title: str
    items: tuple[RecoveryItem, ...]
    total: str
    begun: bool


def recovery_score(key: str, data: Mapping[str, str]) -> RecoveryScore:
    """`key` is "aldrete" or "padss"; `data` has the items as "aldrete-1" and so on. What cannot be counts as open."""
    wanted = measure(key)
    answers = {}
    items = []
    for item in wanted.items:
        name = f"{key}-{item.number}"
        chosen = data.get(name, "")
        known = {str(option.value): option for option in item.options}
        if chosen in known:
            answers[item.number] = Answered(known[chosen].value)
        items.append(
            RecoveryItem(
                name,
                item.name.capitalize(),
                tuple(Choice(value=key_, label=one.text, checked=key_ == chosen) for key_, one in known.items()),
            )
        )
    total = score(wanted, answers).total
    return RecoveryScore(wanted.short_title, tuple(items), "" if total is None else str(total), bool(answers))
