"""The answers held against their measure: what was answered, what was asked, what is still open."""

from collections.abc import Mapping
from dataclasses import dataclass

from openkap.knowledge.measures import Item, Measure
from openkap.terms.answer import Answer, Answered, Skipped

__all__ = ["Sheet"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filled-in measure, complete or not. An item may be answered though its branch was not taken: flags and triage
    still see that answer, scales do not."""

    measure: Measure
    answers: Mapping[str, Answer]

    def value(self, number: str) -> int | None:
        """What was answered to an item, as entered; None without an answer."""
        answer = self.answers.get(number)
        return answer.value if isinstance(answer, Answered) else None

    def refused(self, number: str) -> bool:
        """Whether the item was shown and left."""
        return isinstance(self.answers.get(number), Skipped)

    def asked(self, item: Item) -> bool | None:
        """Whether the item's branch was taken; None while the items that decide it are open."""
        rule = item.asked_if
        if rule is None:
            return True
        for number in rule.items:
            value = self.value(number)
            if (value is not None and value >= rule.at_least) or (rule.or_skipped and self.refused(number)):
                return True
        settled = all(self.value(number) is not None or self._does_not_apply(number) for number in rule.items)
        return False if settled else None

    def is_due(self, number: str) -> bool:
        """Whether the item is to be asked now: it has no branch, or its branch was taken."""
        item = self.measure.item(number)
        return item is not None and self.asked(item) is True

    def counted(self, item: Item) -> int | None:
        """The value an item brings to a scale (turned where reversed), or None where it brings nothing."""
        value = self.value(item.number)
        if value is None or self.asked(item) is False:
            return None
        return item.lowest + item.highest - value if item.reverse else value

    def is_open(self, item: Item) -> bool:
        """Whether a scale still waits for this item: not answered, and neither out of branch nor covered by another."""
        if self.value(item.number) is not None or self.asked(item) is False:
            return False
        return not any(
            self.value(other) is not None
            for group in self.measure.alternatives
            if item.number in group
            for other in group
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The scored items that were asked, or should have been, and have no answer. Where it is open whether an item
        was to be asked, the scored item that decides it stands here instead."""
        return tuple(item.number for item in self.measure.items if item.scored and self._is_missing(item))

    def _is_missing(self, item: Item) -> bool:
        if not self.is_open(item):
            return False
        deciding = item.asked_if.items if item.asked_if else ()
        return self.asked(item) is True or not any(one.scored for one in self.measure.items if one.number in deciding)

    def _does_not_apply(self, number: str) -> bool:
        item = self.measure.item(number)
        return item is not None and item.asked_if is not None and self.asked(item) is False
