"""No text of ours tells anyone to start or stop a medicine, or to choose a dose or a drug. Every text is read whole."""

import re

import pytest

from openkap.knowledge.routes import routes
from openkap.knowledge.rules import rules
from openkap.knowledge.rules.medicines import medicines
from openkap.knowledge.rules.settings import settings
from openkap.knowledge.thresholds import discharge_criteria, thresholds

_INGREDIENTS = "|".join(re.escape(each.ingredient) for each in medicines() if each.ingredient != "ketamine")
_MEDICINE = (
    r"(?:medicines?|medications?|drugs?|doses?|tablets?|pills?|antidepressants?|benzodiazepines?|stimulants?|opioids?"
    rf"|antihypertensives?|oxygen|{_INGREDIENTS})"
)
_CHANGE = (
    r"(?:stop|discontinue|cease|hold|withhold|skip|omit|pause|start|begin|initiate|commence|add|taper|wean|switch|swap"
    r"|increase|raise|decrease|reduce|lower|double|halve|titrate|give|administer|inject|prescribe|choose|select|use|take"
    r"|avoid)"
)
# An order to change something about a medicine: the verb at the head of a sentence or clause, the medicine after it.
FORBIDDEN = [
    re.compile(
        rf"(?:^|[.:;,]\s+|\b(?:please|should|must|then|and|or|to|not)\s+)(?:not\s+)?{_CHANGE}\b[^.;:]*\b{_MEDICINE}\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:stopping|discontinuing|holding|tapering|starting|increasing|reducing|lowering|raising)\b[^.;:]*\b{_MEDICINE}\b",
        re.I,
    ),
    re.compile(r"\b(?:recommended|suggested|proposed|appropriate) (?:dose|drug|medicine)\b", re.I),
    re.compile(r"\b[0-9.]+ ?(?:mg|mcg|mL|units)\b(?! lorazepam equivalent|/)", re.I),
]

# Said on purpose, and read by a person: none of them changes a medicine.
ALLOWED = {
    "Please take your blood pressure medicine on the day as usual, unless your prescriber has told you otherwise.",
    "please do not drive or use machines, drink alcohol, make big decisions or look after children alone",
    "pausing or slowing the infusion",
}


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
    return [(id_, text) for id_, text in found if text]


def orders_in(text: str) -> list[str]:
    for allowed in ALLOWED:
        text = text.replace(allowed, "")
    return [match[0] for pattern in FORBIDDEN for match in pattern.finditer(text)]


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
