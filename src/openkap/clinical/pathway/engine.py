"""Where a course stands on its pathway: pure and total.

One edition, the facts of one course and a moment give the phase, every step with its standing, the verdict of the gate,
and what waits for whom. There is an answer for every set of facts.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from openkap.clinical.pathway.after_dose import after_dose_steps
from openkap.clinical.pathway.criteria import judge_condition
from openkap.clinical.pathway.facts import CourseFacts, Moment, SessionFacts
from openkap.clinical.pathway.gate import GateJudgement, GateState, gate_state, judge_gate
from openkap.clinical.pathway.step import Action, Step, StepStanding
from openkap.clinical.pathway.window import WindowState, window_after
from openkap.knowledge.pathways import Pathway, Phase
from openkap.terms.finding import Standing
from openkap.terms.moment import earliest

__all__ = ["State", "stand"]

_ACTION_OF_TEST = {
    "asked_answered": Action.ANSWER,
    "clearance_valid": Action.DECIDE_CLEARANCE,
    "consent_current": Action.SIGN,
    "teach_back_right": Action.SIGN,
    "attested": Action.LOOK_BACK,
}
_WAITING = {
    "not open yet": "Integration follows; its window opens {opens} after the dose.",
    "open": "Hold the {kind} session now: its window is open.",
    "missed": "The {kind} window was missed. Meet soon.",
}


@dataclass(frozen=True, slots=True)
class State:
    """phase: a key of the pathway. next: the step that leads on. steps: all of them. gate: of the medicine session that
    is planned or going on, with its judgement; None where there is none. ended: the course is closed. worklist:
    what somebody can do now, the most pressing first. until: the answer is good for as long as nothing is added and
    this moment has not come (None: for ever)."""

    phase: str
    next: Step
    steps: tuple[Step, ...]
    gate_session: str
    gate: GateState | None
    judgement: GateJudgement | None
    ended: bool
    worklist: tuple[Step, ...]
    until: datetime | None = field(default=None, compare=False)


_PRESSING = {StepStanding.OVERDUE: 0, StepStanding.DUE: 1, StepStanding.OPEN: 2}


def _pressing(step: Step) -> tuple[int, float]:
    return _PRESSING[step.standing], step.due_by.timestamp() if step.due_by else float("inf")


def stand(pathway: Pathway, facts: CourseFacts, now: Moment) -> State:
    """The state of a course.

    >>> from datetime import UTC, datetime
    >>> from openkap.knowledge.pathways import pathway
    >>> stand(pathway("kap"), CourseFacts(), Moment(datetime(2026, 11, 25, tzinfo=UTC), UTC)).next.title
    'Meet for the first consult.'
    """
    if facts.closed is not None:
        end = next((phase.key for phase in pathway.phases if phase.end), pathway.phases[-1].key)
        closed = Step("close", Action.NOTHING, "The course is closed.", "", StepStanding.DONE, facts.closed[0])
        steps = [closed, *_forms(pathway, facts, now)]
        return State(end, closed, tuple(steps), "", None, None, True, _worklist(steps), _until(facts, now))
    session = _gate_session(pathway, facts)
    judgement = None if session is None else judge_gate(pathway, facts, session, now)
    gate = None if session is None or judgement is None else gate_state(judgement, session, now)
    phase = _phase(pathway, facts, now)
    leading = _leading(pathway, facts, now, phase)
    steps = [*_to_record(facts, now), *_holds(facts), leading]
    if session is not None and judgement is not None and gate is not None:
        steps += _medicine(session, judgement, gate, phase, pathway, facts)
    steps += after_dose_steps(pathway, facts, now)
    steps += _reviews(pathway, facts)
    steps += _other_phases(pathway, facts, now, phase)
    first = next((step for step in steps if step.key in ("record", "hold")), leading)
    live = facts.live
    if live is not None:
        phase = pathway.phase_of(live.kind) or phase
        first = Step("live", Action.ENTER_ROOM, "A session is going on now.", "", StepStanding.OPEN, session=live.id)
        steps.insert(0, first)
    of = session.id if session else ""
    return State(phase.key, first, tuple(steps), of, gate, judgement, False, _worklist(steps), _until(facts, now))


def _worklist(steps: list[Step]) -> tuple[Step, ...]:
    return tuple(sorted((step for step in steps if step.standing.is_live and step.by), key=_pressing))


def _until(facts: CourseFacts, now: Moment) -> datetime | None:
    return earliest(now.good_until, facts.more_at)


def _phase(pathway: Pathway, facts: CourseFacts, now: Moment) -> Phase:
    """The phase the course is in: what is owed after a dose comes first, then the first that is not left yet."""
    if facts.doses:
        for window in pathway.windows:
            owed = pathway.phase_of(window.kind)
            if owed is not None and not _followed_up(facts, window.kind):
                return owed
    here, seen = pathway.phases[0], {pathway.phases[0].key}
    while not here.end and _open_condition(here, facts, now) is None:
        ahead = [one for key in here.next if (one := pathway.phase(key)) is not None]
        open_ahead = [one for one in ahead if one.end or _open_condition(one, facts, now) is not None]
        onward = [one for one in (open_ahead or ahead) if one.key not in seen]
        if not onward:
            break
        here = onward[0]
        seen.add(here.key)
    return here


def _open_condition(phase: Phase, facts: CourseFacts, now: Moment) -> tuple[str, str] | None:
    """The first condition of this phase that is not met: its test and the sentence why. None when all are."""
    for condition in phase.leave_when:
        standing, because = judge_condition(condition, facts, None, now)
        if standing is not Standing.MET:
            return condition.test, because
    return None


def _followed_up(facts: CourseFacts, kind: str) -> bool:
    held = facts.held.get(kind, [])
    return bool(held) and facts.last_dose_at is not None and held[-1] > facts.last_dose_at


def _leading(pathway: Pathway, facts: CourseFacts, now: Moment, phase: Phase) -> Step:
    """The step that leads out of the phase."""
    if phase.end:
        return Step("close", Action.CLOSE, phase.next_step or "Close the course.", phase.by, StepStanding.OPEN)
    kind = phase.sessions[0] if phase.sessions else ""
    if kind:
        return _session_step(pathway, facts, now, phase, kind)
    found = _open_condition(phase, facts, now)
    if found is None:
        return Step(phase.key, Action.CLOSE, "Decide together what follows.", phase.by, StepStanding.OPEN)
    test, because = found
    title, standing = phase.next_step, StepStanding.OPEN
    if test == "clearance_valid" and facts.clearance is not None:
        held = facts.clearance[0] != "cleared"
        title = (
            "The course is on hold. Review when the reason is settled."
            if held
            else "The clearance has run out. Review again."
        )
    return Step(phase.key, _ACTION_OF_TEST.get(test, Action.ATTEST), title, phase.by, standing, because)


def _session_step(pathway: Pathway, facts: CourseFacts, now: Moment, phase: Phase, kind: str) -> Step:
    ahead = facts.planned(kind)
    window = pathway.window(kind)
    state: WindowState | None = None
    if window is not None and facts.last_dose_at is not None and not _followed_up(facts, kind):
        state = window_after(window, facts.last_dose_at, now.at)
        now.note_span(state.opens_at, state.closes_at)
        opens = "a day" if window.from_hours == 24 else f"{window.from_hours} h"
        words = _WAITING[state.state].format(kind=kind, opens=opens)
        opens_at, due_by = state.opens_at, state.closes_at
    else:
        words, opens_at, due_by = _session_words(pathway, facts, phase, kind), None, None
        rhythm = pathway.rhythm(kind, len(facts.held.get(kind, [])) + 1)
        last = facts.held.get(kind, [None])[-1]
        if rhythm is not None and last is not None:
            if rhythm.least_hours_apart is not None:
                opens_at = last + timedelta(hours=rhythm.least_hours_apart)
            if rhythm.most_hours_apart is not None:
                due_by = last + timedelta(hours=rhythm.most_hours_apart)
    if state is not None and state.state == "missed":
        standing = StepStanding.OVERDUE
    elif state is not None and state.state == "open":
        standing = StepStanding.DUE
    elif due_by is not None and now.is_after(due_by):
        standing = StepStanding.OVERDUE
    elif ahead is not None and not now.has_reached(ahead.planned_at):
        standing = StepStanding.WAITING
    else:
        standing = StepStanding.OPEN
    action = Action.BOOK if ahead is None else Action.HOLD
    because = "" if ahead is None else "It is booked."
    return Step(
        phase.key, action, words, phase.by, standing, because, opens_at, due_by, ahead.id if ahead else "", kind
    )


def _session_words(pathway: Pathway, facts: CourseFacts, phase: Phase, kind: str) -> str:
    held = len(facts.held.get(kind, []))
    if kind == "medicine":
        return f"Medicine session {held + 1}."
    asked = next((one.number("at_least") for one in phase.leave_when if one.text("kind") == kind), None)
    if asked is not None and asked > 1:
        return f"Hold {kind} session {held + 1} of {asked}."
    return phase.next_step


def _gate_session(pathway: Pathway, facts: CourseFacts) -> SessionFacts | None:
    """The medicine session whose gate is asked about: the one going on, else the next planned."""
    if pathway.session("medicine") is None:
        return None
    live = facts.live
    return live if live is not None and live.kind == "medicine" else facts.planned("medicine")


def _medicine(
    session: SessionFacts,
    judgement: GateJudgement,
    gate: GateState,
    phase: Phase,
    pathway: Pathway,
    facts: CourseFacts,
) -> list[Step]:
    """The gate and the dose behind it. A dose is open only behind a gate that was passed or overridden."""
    passed = gate in (GateState.PASSED, GateState.OVERRIDDEN) and facts.held_back is None
    said = "; ".join(finding.title for finding in judgement.closed_by)
    deciding = StepStanding.DONE if passed else StepStanding.OPEN
    told = "" if passed else (f"Not yet: {said}." if said else "Everything that the gate must have is there.")
    gate_by = next((one.override_by for one in pathway.gates), "prescriber")
    return [
        Step("gate", Action.DECIDE_GATE, "Decide at the readiness gate.", gate_by, deciding, told, session=session.id),
        Step(
            "give",
            Action.GIVE,
            "Give the medicine.",
            "monitor",
            StepStanding.DONE if session.dosed_at else (StepStanding.OPEN if passed else StepStanding.BLOCKED),
            "" if passed else (told or "The gate has not been decided."),
            session=session.id,
        ),
    ]


def _to_record(facts: CourseFacts, now: Moment) -> list[Step]:
    return [
        Step(
            "record",
            Action.RECORD,
            f"The {one.kind} session has not been recorded. Say how it was, or cancel it.",
            "guide",
            StepStanding.OVERDUE,
            due_by=one.planned_until,
            session=one.id,
        )
        for one in facts.sessions.values()
        if one.is_planned and one.kind and now.is_after(one.planned_until)
    ]


def _holds(facts: CourseFacts) -> list[Step]:
    if facts.held_back is None:
        return []
    reason, at = facts.held_back
    told = "The course waits until a prescriber has decided."
    return [Step("hold", Action.RESOLVE_HOLD, told, "prescriber", StepStanding.OPEN, reason, opens_at=at)]


def _reviews(pathway: Pathway, facts: CourseFacts) -> list[Step]:
    steps = []
    for review in pathway.reviews:
        held = facts.held.get(review.kind, [])
        if review.after_sessions is None or len(held) < review.after_sessions:
            continue
        reached = held[review.after_sessions - 1]
        due = None if review.by_days is None else held[0] + timedelta(days=review.by_days)
        said = facts.attested.get(f"review_{review.key}") or facts.attested.get("looked_back")
        done = said is not None and said > reached
        standing = StepStanding.DONE if done else StepStanding.OPEN
        key, told = f"review_{review.key}", f"After {review.after_sessions} {review.kind} sessions."
        steps.append(Step(key, Action.LOOK_BACK, f"{review.title}.", review.by, standing, told, due_by=due))
    return steps


def _other_phases(pathway: Pathway, facts: CourseFacts, now: Moment, here: Phase) -> list[Step]:
    """The phases behind, done; and those ahead, blocked by the present one."""
    steps = []
    for phase in pathway.phases:
        if phase.key == here.key:
            continue
        behind = not phase.end and _open_condition(phase, facts, now) is None
        standing = StepStanding.DONE if behind else StepStanding.BLOCKED
        told = "" if behind else f"{here.name} comes first."
        steps.append(Step(phase.key, Action.NOTHING, phase.name, phase.by, standing, told))
    return steps


def _forms(pathway: Pathway, facts: CourseFacts, now: Moment) -> list[Step]:
    """A form that must be sent stays due after the course is closed."""
    kept = {f"{due.key}" for due in pathway.after_dose if due.until_done}
    return [step for step in after_dose_steps(pathway, facts, now) if step.key in kept and step.standing.is_live]
