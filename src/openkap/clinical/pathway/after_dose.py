"""Nobody is lost after a dose: what is due for the client then, done or not."""

from datetime import timedelta

from openkap.clinical.pathway.facts import CourseFacts, Moment
from openkap.clinical.pathway.step import Action, Step, StepStanding
from openkap.knowledge.pathways import Pathway

__all__ = ["after_dose_steps"]


def after_dose_steps(pathway: Pathway, facts: CourseFacts, now: Moment) -> list[Step]:
    """A step for each thing due after the last dose; after earlier ones only what stays due until it is done."""
    steps = []
    for place, (given_at, session_id) in enumerate(facts.doses):
        last = place == len(facts.doses) - 1
        # Two doses of one session (a booster) are one occasion: it counts from the later.
        if not last and facts.doses[place + 1][1] == session_id:
            continue
        session = facts.sessions.get(session_id)
        for due in pathway.after_dose:
            if not last and not due.until_done:
                continue
            opens_at = given_at + timedelta(hours=due.from_hours)
            due_by = given_at + timedelta(hours=due.to_hours)
            if session is not None and due.key in session.attested:
                standing = StepStanding.DONE
            elif not now.has_reached(opens_at):
                standing = StepStanding.WAITING
            else:
                standing = StepStanding.OVERDUE if now.is_after(due_by) else StepStanding.DUE
            told = f"{due.from_hours} to {due.to_hours} h after the dose."
            steps.append(Step(due.key, Action.ATTEST, due.title, due.by, standing, told, opens_at, due_by, session_id))
    return steps
