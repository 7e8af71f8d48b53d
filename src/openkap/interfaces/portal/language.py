"""The health history in the language of the page: both stand beside each other in the data."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from openkap.interfaces.kit.saying import either
from openkap.knowledge.rules.history import history_parts
from openkap.services.health_form import HealthQuestion

__all__ = ["answers_to", "history_titles", "question_text"]


def history_titles() -> dict[str, str]:
    """The title of each part of the health history, by its id."""
    return {part.id: either(part.title, part.es) for part in history_parts()}


def question_text(question: HealthQuestion) -> str:
    return either(question.text, question.asked.es)


def answers_to(question: HealthQuestion) -> Mapping[int, str]:
    """Its answers by their values. Those that every question has stand in the catalogue, its own beside the English."""
    own = dict(enumerate(choice.capitalize() for choice in question.asked.choices_es))
    return {value: either(words, own.get(value) or _(words)) for value, words in question.options.items()}
