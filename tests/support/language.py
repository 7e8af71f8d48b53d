"""Finds a sentence that tells somebody to start or stop a medicine, or to choose a dose or a drug.

The words and the sentences that are allowed are reviewed in docs/adr (words that order nothing).
"""

import re

from openkap.knowledge.rules.medicines import medicines

__all__ = ["orders_in"]

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
    "Please do not stop or change a medicine on your own: ask the prescriber.",
    "Take your medicines as the prescriber has told you. Do not stop or change any on your own.",
    "To use it on a tablet",  # the device
}


def orders_in(text: str) -> list[str]:
    for allowed in ALLOWED:
        text = text.replace(allowed, "")
    return [match[0] for pattern in FORBIDDEN for match in pattern.finditer(text)]
