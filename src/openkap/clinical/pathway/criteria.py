"""The tests a gate's criteria are made of: small pure functions, registered by the name that pathway files use."""

from collections.abc import Callable, Mapping

from openkap.clinical.pathway.facts import GateFacts
from openkap.knowledge.pathways import Criterion
from openkap.terms.fact import Unknown
from openkap.terms.finding import Standing

__all__ = ["CRITERIA", "Test"]

# A test answers with how the criterion stands, and the sentence that says why.
Test = Callable[[Criterion, GateFacts], tuple[Standing, str]]


def _preparation_held(criterion: Criterion, facts: GateFacts) -> tuple[Standing, str]:
    if isinstance(facts.preparation_sessions, Unknown):
        return Standing.UNKNOWN, "It is not known how many preparation sessions were held."
    held = facts.preparation_sessions.value
    if held >= criterion.limit:
        return Standing.MET, f"{held} held; {criterion.limit} are asked for."
    return Standing.NOT_YET, f"{held} of {criterion.limit} held so far."


def _consent_current(criterion: Criterion, facts: GateFacts) -> tuple[Standing, str]:
    if isinstance(facts.consent_current, Unknown):
        return Standing.UNKNOWN, f"No signature under the present edition: {facts.consent_current.why}."
    if facts.consent_current.value:
        return Standing.MET, "Signed in its present edition, and every teach-back question was answered rightly."
    return Standing.NOT_YET, "Signed, but part of it is not yet clear to the client."


def _clearance_stands(criterion: Criterion, facts: GateFacts) -> tuple[Standing, str]:
    if isinstance(facts.clearance, Unknown):
        return Standing.UNKNOWN, "No prescriber has decided yet."
    return {
        "cleared": (Standing.MET, "A prescriber has cleared this course, and the clearance has not run out."),
        "held": (Standing.NOT_YET, "A prescriber holds this course; the reason stands with the decision."),
        "expired": (Standing.NOT_YET, "The clearance has run out."),
    }[facts.clearance.value]


def _words_said(criterion: Criterion, facts: GateFacts) -> tuple[Standing, str]:
    said = facts.words_said.get(criterion.topic)
    if said is None:
        return Standing.NOT_YET, "Nothing is written down about this yet."
    return Standing.MET, f"Written down on {said:%d-%b-%Y}."


def _trust_rated_or_talked(criterion: Criterion, facts: GateFacts) -> tuple[Standing, str]:
    if isinstance(facts.lowest_trust, Unknown):
        return Standing.UNKNOWN, "The three trust questions have not been answered."
    lowest = facts.lowest_trust.value
    if lowest >= criterion.limit:
        return Standing.MET, f"The lowest answer is {lowest} of 10."
    if "trust" in facts.words_said:
        return Standing.MET, f"The lowest answer is {lowest} of 10, and it was talked through."
    return Standing.NOT_YET, f"The lowest answer is {lowest} of 10, and it has not been talked through yet."


def _no_open_alert(criterion: Criterion, facts: GateFacts) -> tuple[Standing, str]:
    if isinstance(facts.open_alerts, Unknown):
        return Standing.UNKNOWN, "It is not known whether an alert stands open."
    count = facts.open_alerts.value
    if count == 0:
        return Standing.MET, "No alert stands open."
    return Standing.NOT_YET, f"{count} alert{'s' if count > 1 else ''} that nobody has acted on."


def _escort_named(criterion: Criterion, facts: GateFacts) -> tuple[Standing, str]:
    if isinstance(facts.escort_named, Unknown):
        return Standing.UNKNOWN, "Nobody has been named who takes the client home."
    if facts.escort_named.value:
        return Standing.MET, "Named, with a phone number."
    return Standing.NOT_YET, "Named without a phone number."


def _chooses_today(criterion: Criterion, facts: GateFacts) -> tuple[Standing, str]:
    if isinstance(facts.go_ahead, Unknown):
        return Standing.UNKNOWN, "The client has not been asked today."
    chooses, day = facts.go_ahead.value
    if day != facts.today:
        return Standing.UNKNOWN, f"The client was last asked on {day:%d-%b-%Y}, not today."
    if chooses:
        return Standing.MET, "The client said so today."
    return Standing.NOT_YET, "The client does not choose to go ahead today."


CRITERIA: Mapping[str, Test] = {
    "preparation_held": _preparation_held,
    "consent_current": _consent_current,
    "clearance_stands": _clearance_stands,
    "words_said": _words_said,
    "trust_rated_or_talked": _trust_rated_or_talked,
    "no_open_alert": _no_open_alert,
    "escort_named": _escort_named,
    "chooses_today": _chooses_today,
}
