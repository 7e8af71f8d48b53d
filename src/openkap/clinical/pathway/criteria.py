"""The tests that criteria are made of: small pure functions, registered by the name that pathway files use.

Each answers with how the criterion stands and the sentence that says why; unknown is where nobody has said. A fact that
is added never makes a known answer unknown again.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from openkap.clinical.pathway.facts import CourseFacts, Moment, SessionFacts
from openkap.knowledge.pathways import Condition
from openkap.terms.finding import Standing

__all__ = ["CRITERIA", "Test", "judge_condition"]

Answer = tuple[Standing, str]
# What is asked, about the course and (at a gate) one of its sessions, at a moment.
Test = Callable[[Condition, CourseFacts, SessionFacts | None, Moment], Answer]

_MET, _NOT_YET, _UNKNOWN = Standing.MET, Standing.NOT_YET, Standing.UNKNOWN


def judge_condition(condition: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    return CRITERIA[condition.test](condition, facts, session, now)


def _sessions_completed(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    kind, wanted = asked.text("kind"), asked.number("at_least") or 1
    held = facts.held.get(kind, [])
    if len(held) < wanted:
        return _NOT_YET, f"{len(held)} of {wanted} held so far."
    days = asked.number("fresh_days")
    if days is not None:
        latest = max(held[-1], facts.last_dose_at or held[-1])
        if now.is_after(latest + timedelta(days=days)):
            return (
                _NOT_YET,
                f"{_shown(latest, now)} was the last; after {days} days it is refreshed in a short session.",
            )
    return _MET, f"{len(held)} held; {wanted} {'is' if wanted == 1 else 'are'} asked for."


def _followed_up(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    kind = asked.text("kind")
    if facts.last_dose_at is None:
        return _MET, "No dose has been given yet."
    after = [held for held in facts.held.get(kind, []) if held > facts.last_dose_at]
    if after:
        return _MET, f"The {kind} session after the last dose was held on {_shown(after[0], now)}."
    return _NOT_YET, f"No {kind} session has been held since the last dose."


def _asked_answered(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    occasion = asked.text("occasion")
    count, sent = facts.asked.get(occasion, 0), facts.answered.get(occasion, 0)
    if sent >= count:
        return _MET, "Every form has been sent." if count else "No form is open."
    return _NOT_YET, f"{count - sent} of {count} form{'s' if count > 1 else ''} not sent yet."


def _measure_answered(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    known = facts.measures.get(asked.text("measure"))
    if known is None:
        return _UNKNOWN, "It has not been answered yet."
    return _stale(known[2], asked, now) or (_MET, f"Answered on {_shown(known[2], now)}.")


def _measure_at_least(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    return _measure(asked, facts, now, asked.number("at_least"), lambda total, bound: total >= bound, "at least")


def _measure_at_most(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    return _measure(asked, facts, now, asked.number("at_most"), lambda total, bound: total <= bound, "at most")


def _measure(
    asked: Condition,
    facts: CourseFacts,
    now: Moment,
    bound: int | None,
    holds: Callable[[int, int], bool],
    words: str,
) -> Answer:
    known = facts.measures.get(asked.text("measure"))
    if known is None or bound is None:
        return _UNKNOWN, "It has not been answered yet."
    total, _, at = known
    if total is None:
        return _NOT_YET, "It was answered, but has no total."
    if (stale := _stale(at, asked, now)) is not None:
        return stale
    told = f"The total is {total}; {words} {bound} is asked for."
    return (_MET if holds(total, bound) else _NOT_YET), told


def _trust(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    known = facts.measures.get(asked.text("measure"))
    if known is None or known[1] is None:
        return _UNKNOWN, "The three trust questions have not been answered."
    lowest, bound = known[1], asked.number("at_least") or 0
    if (stale := _stale(known[2], asked, now)) is not None:
        return stale
    if lowest >= bound:
        return _MET, f"The lowest answer is {lowest} of 10."
    if "trust" in facts.words:
        return _MET, f"The lowest answer is {lowest} of 10, and it was talked through."
    return _NOT_YET, f"The lowest answer is {lowest} of 10, and it has not been talked through yet."


def _words_said(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    said = facts.words.get(asked.text("topic"))
    if said is None:
        return _NOT_YET, "Nothing is written down about this yet."
    return _stale(said, asked, now) or (_MET, f"Written down on {_shown(said, now)}.")


def _attested(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    what = asked.text("what")
    said = facts.attested.get(what)
    if session is not None and (own := session.attested.get(what)) is not None:
        said = own if said is None else max(said, own)
    if said is None:
        return _UNKNOWN, "Nobody has said so yet."
    return _stale(said, asked, now) or (_MET, f"Said so on {_shown(said, now)}.")


def _consent_current(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    if facts.consent is None:
        return _UNKNOWN, "Not signed yet."
    text, _, at = facts.consent
    if text != now.consent_sha256:
        return _NOT_YET, "The text has changed since it was signed."
    return _stale(at, asked, now) or (_MET, f"Signed in its present edition on {_shown(at, now)}.")


def _teach_back_right(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    if facts.consent is None:
        return _UNKNOWN, "Not asked yet."
    if facts.consent[1]:
        return _MET, "Every teach-back statement was answered rightly."
    return _NOT_YET, "Part of it is not yet clear to the client."


def _clearance_valid(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    if facts.clearance is None:
        return _UNKNOWN, "No prescriber has decided yet."
    decision, _, until = facts.clearance
    if decision != "cleared":
        return _NOT_YET, _why("A prescriber holds this course; the reason stands with the decision.", facts)
    if until is not None and now.has_reached(until):
        return _NOT_YET, _why("The clearance has run out.", facts)
    return _MET, "A prescriber has cleared this course, and the clearance has not run out."


def _why(sentence: str, facts: CourseFacts) -> str:
    return " ".join((sentence, *facts.clearance_because))


def _nothing_changed(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    if facts.clearance is None:
        return _UNKNOWN, "No prescriber has decided yet."
    since = {what: at for what, at in facts.changed.items() if at > facts.clearance[1]}
    if not since:
        return _MET, f"Nothing that was kept has changed since {_shown(facts.clearance[1], now)}."
    told = "; ".join(f"{what} on {_shown(at, now)}" for what, at in sorted(since.items(), key=lambda one: one[1]))
    return _NOT_YET, f"Since the clearance: {told}."


def _no_open_alert(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    if not facts.alerts_known:
        return _UNKNOWN, "It is not known whether an alert stands open."
    count = len(facts.open_alerts)
    if count == 0:
        return _MET, "No alert stands open."
    return _NOT_YET, f"{count} alert{'s' if count > 1 else ''} that nobody has acted on."


def _escort_named(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    if session is None or session.escort is None:
        return _UNKNOWN, "Nobody has been named who takes the client home."
    if session.escort:
        return _MET, "Named, with a phone number."
    return _NOT_YET, "Named without a phone number."


def _day_vitals(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    minutes = asked.number("within_minutes") or 0
    if session is None or session.vitals_at is None:
        return _UNKNOWN, "No vital signs have been taken in this session."
    if now.is_after(session.vitals_at + timedelta(minutes=minutes)):
        return _NOT_YET, f"The last were taken more than {minutes} min ago."
    return _MET, f"Taken within {minutes} min."


def _chooses_today(asked: Condition, facts: CourseFacts, session: SessionFacts | None, now: Moment) -> Answer:
    if session is None or session.go_ahead is None:
        return _UNKNOWN, "The client has not been asked today."
    chooses, at = session.go_ahead
    # A session that runs past midnight stays in the day it began.
    if at.astimezone(now.zone).date() != now.day_of(session.started_at):
        return _NOT_YET, f"The client was last asked on {_shown(at, now)}, not today."
    if chooses:
        return _MET, "The client said so today."
    return _NOT_YET, "The client does not choose to go ahead today."


def _stale(at: datetime, asked: Condition, now: Moment) -> Answer | None:
    days = asked.number("fresh_days")
    if days is None or not now.is_after(at + timedelta(days=days)):
        return None
    return (
        _NOT_YET,
        f"The last was on {_shown(at, now)}; after {days} day{'s' if days > 1 else ''} it is looked at again.",
    )


def _shown(at: datetime, now: Moment) -> str:
    return f"{at.astimezone(now.zone):%d-%b-%Y}"


CRITERIA: Mapping[str, Test] = {
    "sessions_completed": _sessions_completed,
    "followed_up": _followed_up,
    "asked_answered": _asked_answered,
    "measure_answered": _measure_answered,
    "measure_at_least": _measure_at_least,
    "measure_at_most": _measure_at_most,
    "trust_rated_or_discussed": _trust,
    "words_said": _words_said,
    "attested": _attested,
    "consent_current": _consent_current,
    "teach_back_right": _teach_back_right,
    "clearance_valid": _clearance_valid,
    "nothing_changed": _nothing_changed,
    "no_open_alert": _no_open_alert,
    "escort_named": _escort_named,
    "day_vitals": _day_vitals,
    "chooses_today": _chooses_today,
}
