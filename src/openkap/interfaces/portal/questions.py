"""A form as a phone shows it: its questions, what stands in them, and which answers show help at once.

Which answers do so is asked of the same judgement that raises the alert (`clinical.alerting`), so that the phone can
show help on the tap itself, also while there is no network.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openkap.clinical.alerting import judge_flags
from openkap.clinical.measures import score
from openkap.clinical.measures.sheet import Sheet
from openkap.interfaces.kit.parts import Choice
from openkap.interfaces.kit.wording import words_of
from openkap.interfaces.portal.language import answers_to, history_titles, question_text
from openkap.interfaces.portal.naming import form_name
from openkap.knowledge.measures import Item, Measure, measure
from openkap.knowledge.measures.wording import Words
from openkap.records.responses.shapes import Answer, Response
from openkap.services.answer_item import as_answers
from openkap.services.health_form import HEALTH, HealthQuestion, health_questions, is_due
from openkap.terms.answer import Answer as MeasureAnswer
from openkap.terms.answer import Answered

__all__ = ["Question", "Questionnaire", "questionnaire"]

# Up to so many values are shown as numbers to tap, since a slider has a value before anybody has touched it.
_MOST_TAPS = 11


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `value` is what stands, None while open. `look`: "rows", "inline", "scale" or "number".

    counts: whether it counts towards "3 of 9". asked: whether its branch is taken, None while that is open;
    asked_when: the items that decide it. help_on: values that show help at once; help_now: the one
    that stands does. heading: of the part that begins here.
    """

    item: str
    place: int
    text: str
    look: str
    choices: tuple[Choice, ...]
    low: int | None
    high: int | None
    unit: str
    ends: str
    value: int | None
    counts: bool
    asked: bool | None
    asked_when: tuple[str, ...]
    asked_from: int
    help_on: tuple[int, ...]
    help_now: bool
    heading: str = ""

    @property
    def field(self) -> str:
        """The name of its field, and the id of its place on the page."""
        return f"item-{self.item}"

    @property
    def numbered(self) -> str:
        """The question with its number, as the summary calls it."""
        return f"{self.place}. {self.text}"

    @property
    def anchor(self) -> str:
        """Where a link from the summary leads: the first thing in it that can be pressed."""
        return f"#{self.field}" if self.look == "number" else f"#{self.field}_0"


@dataclass(frozen=True, slots=True)
class Questionnaire:
    title: str
    official: str
    stem: str
    recall: str
    notice: str
    questions: tuple[Question, ...]

    @property
    def lang_mark(self) -> str:
        """An attribute for what is not in the language of the page: measures are shown in English alone, the health
        history in both."""
        return mark_safe(' lang="en"') if self.official and get_language() != "en" else ""

    @property
    def counted(self) -> tuple[Question, ...]:
        """What counts towards "3 of 9": not what its branch does not ask."""
        return tuple(question for question in self.questions if question.counts and question.asked)

    @property
    def answered(self) -> int:
        return sum(question.value is not None for question in self.counted)

    @property
    def help_now(self) -> bool:
        return any(question.help_now for question in self.questions)

    @property
    def one_by_one(self) -> tuple[Question, ...]:
        """What is shown when there is one question a screen: a branch that is not taken is left out."""
        return tuple(question for question in self.questions if question.asked)

    @property
    def first_open(self) -> Question | None:
        """The first question that is due and has no answer yet; None when each has one."""
        return next((question for question in self.one_by_one if question.value is None and question.counts), None)

    def question(self, item: str) -> Question | None:
        return next((question for question in self.questions if question.item == item), None)


def questionnaire(
    response: Response, standing: Mapping[str, Answer], parts: Collection[str] | None = None, *, within: UUID
) -> Questionnaire:
    """The form of this response, in the edition it was asked under, with the answers that stand. parts: those of the
    health history that it asks, None for all."""
    if response.measure == HEALTH:
        return _health(standing, parts)
    asked = measure(response.measure, response.edition)
    answers = as_answers(standing)
    sheet = Sheet(asked, answers)
    flagged = _flagged(asked, answers)
    words = words_of(asked, within=within)
    return Questionnaire(
        title=form_name(asked.key),
        official=asked.title,
        stem=words.stem,
        recall=asked.recall or "",
        notice=words.notice,
        questions=tuple(
            _question(asked, words, item, place, sheet, item.number in flagged)
            for place, item in enumerate(asked.items, start=1)
        ),
    )


def _question(asked: Measure, words: Words, item: Item, place: int, sheet: Sheet, help_now: bool) -> Question:
    value = sheet.value(item.number)
    branch = item.asked_if
    return Question(
        item=item.number,
        place=place,
        text=words.item(item) or _("Question %(number)s") % {"number": item.number},
        look=_look(item, words),
        choices=_choices(item, words, value),
        low=item.low,
        high=item.high,
        unit=item.unit or "",
        ends=asked.answer_key or "" if not item.options else "",
        value=value,
        counts=item.scored,
        asked=sheet.asked(item),
        asked_when=branch.items if branch else (),
        asked_from=branch.at_least if branch else 0,
        help_on=_helping(asked.key, asked.edition)[item.number],
        help_now=help_now,
    )


def _look(item: Item, words: Words) -> str:
    if item.options or (item.number, item.lowest) in words.options:
        return "rows"
    return "scale" if item.highest - item.lowest < _MOST_TAPS else "number"


def _choices(item: Item, words: Words, value: int | None) -> tuple[Choice, ...]:
    look = _look(item, words)
    if item.options:
        named = [(option.value, words.option(item, option.value)) for option in item.options]
    elif look != "number":
        named = [(number, words.option(item, number)) for number in range(item.lowest, item.highest + 1)]
    else:
        named = []
    return tuple(Choice(value=number, label=label, checked=number == value) for number, label in named)


@cache
def _helping(key: str, edition: str) -> dict[str, tuple[int, ...]]:
    """For each item, the values that show help by themselves."""
    asked = measure(key, edition)
    watched = {number for rule in asked.flags for number in rule.items}
    return {
        item.number: tuple(
            value
            for value in range(item.lowest, item.highest + 1)
            if item.number in watched and item.takes(value) and _flagged(asked, {item.number: Answered(value)})
        )
        for item in asked.items
    }


def _flagged(asked: Measure, answers: Mapping[str, MeasureAnswer]) -> frozenset[str]:
    """The items whose answers show help."""
    flags = score(asked, answers).flags
    found = judge_flags(asked.key, [(flag.code, flag.item, flag.value, flag.sentence) for flag in flags])
    named = [finding.rule.removeprefix(f"{asked.key}.") for finding in found if finding.crisis_help]
    return frozenset(item for items in named for item in items.split(", "))


def _health(standing: Mapping[str, Answer], parts: Collection[str] | None) -> Questionnaire:
    asked = health_questions(parts)
    named = history_titles()
    titles = [named[question.part] for question in asked]
    return Questionnaire(
        title=form_name(HEALTH),
        official="",
        stem=_(
            "These help the prescriber see whether ketamine is reasonably safe for you. Not being sure is an answer "
            "too: we go through it together."
        ),
        recall="",
        notice="",
        questions=tuple(
            _health_question(question, place, standing, "" if titles[: place - 1][-1:] == [title] else title)
            for place, (question, title) in enumerate(zip(asked, titles, strict=True), start=1)
        ),
    )


def _health_question(question: HealthQuestion, place: int, standing: Mapping[str, Answer], heading: str) -> Question:
    answer = standing.get(question.item)
    value = None if answer is None else answer.value
    opener = standing.get(question.after)
    left = opener is not None and opener.value is None  # an opener that was left opens its branch: nothing is guessed
    return Question(
        item=question.item,
        place=place,
        text=question_text(question),
        look="rows" if question.choices else "inline",
        choices=tuple(
            Choice(value=key, label=label, checked=key == value) for key, label in answers_to(question).items()
        ),
        low=None,
        high=None,
        unit="",
        ends="",
        value=value,
        counts=True,
        asked=is_due(question, standing) if not question.after or opener else None,
        asked_when=(question.after,) if question.after and not left else (),
        asked_from=1,
        help_on=(),
        help_now=False,
        heading=heading,
    )
