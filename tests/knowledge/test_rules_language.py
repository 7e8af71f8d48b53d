"""No text of ours tells anyone to start or stop a medicine, or to choose a dose or a drug. Every text is read whole."""

import re
from html import unescape
from pathlib import Path

import pytest
from tests.support.language import orders_in

import openkap
from openkap.knowledge.routes import routes
from openkap.knowledge.rules import rules
from openkap.knowledge.rules.history import history_parts
from openkap.knowledge.rules.order_checks import order_knowledge
from openkap.knowledge.rules.settings import settings
from openkap.knowledge.thresholds import discharge_criteria, thresholds


def texts() -> list[tuple[str, str]]:
    found = []
    for rule in (*rules(), *discharge_criteria()):
        for text in (rule.title, rule.text, rule.resolve, rule.client_question, rule.client_text):
            found.append((rule.id, text))
        found += [(rule.id, says) for _, says in rule.views]
    for threshold in thresholds():
        found += [(threshold.id, text) for text in (threshold.title, threshold.trigger, threshold.action)]
    for route in routes():
        seen = route.observation
        found += [(route.id, text) for text in (seen.before, seen.during, seen.after, route.release_counts_from)]
    found += [(setting.id, setting.title) for setting in settings().values()]
    found += [(question.fact, question.text) for part in history_parts() for question in part.questions]
    for check in order_knowledge().checks.values():
        found += [(check.id, check.title), (check.id, check.resolve)]
    return [(id_, text) for id_, text in found if text]


_BLOCKS = re.compile(r"</?(?:p|li|h[1-6]|dt|dd|div|section|summary|legend|td|th|br|option|ul|ol|form|label)\b[^>]*>")


def template_texts() -> list[tuple[str, str]]:
    """Every template as it is read: without comments, tags and code. The kit's style guide is never served to anyone
    in care."""
    found = []
    for path in sorted((Path(openkap.__file__).parent / "interfaces").rglob("templates/**/*.html")):
        if "guide" in path.parts:
            continue
        text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r'\{% translate "(.*?)" %\}', r"\1", text)
        text = _BLOCKS.sub(". ", re.sub(r"\{[%{].*?[%}]\}", " ", text, flags=re.DOTALL))
        found.append((path.name, " ".join(unescape(re.sub(r"<[^>]+>", "", text)).split())))
    return found


def test_no_template_changes_a_medicine() -> None:
    assert len(template_texts()) > 50
    assert [(name, orders_in(text)) for name, text in template_texts() if orders_in(text)] == []


def test_no_text_changes_a_medicine() -> None:
    assert [(id_, orders_in(text)) for id_, text in texts() if orders_in(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Stop lamotrigine before the session.",
        "Prescriber review. Hold the stimulant on the morning of the dose.",
        "The person should stop taking their medicine.",
        "Consider reducing the dose.",
        "Taper the benzodiazepine first.",
        "Start low; use a lower dose.",
        "Give ondansetron 4 mg.",
        "Switch to another drug.",
        "Please do not take your medicine today.",
        "Oxygen 2 L/min, then give midazolam.",
        "The recommended dose is lower.",
    ],
)
def test_the_reader_of_texts_sees_an_order(text: str) -> None:
    assert orders_in(text)


def test_no_text_blames() -> None:
    blame = re.compile(r"\b(?:fail(?:ed|s)?|non-?complian\w*|refus(?:ed|es) to|abus(?:e|er)|addict|denies)\b", re.I)
    assert [(id_, text) for id_, text in texts() if blame.search(text)] == []
