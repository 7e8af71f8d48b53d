"""Where a course stands, and what comes next, by whom. One answer for every set of facts."""

from dataclasses import dataclass

from openkap.clinical.pathway.facts import CourseFacts
from openkap.clinical.pathway.window import window_after
from openkap.knowledge.pathways import Pathway

__all__ = ["Stage", "stage_of"]


@dataclass(frozen=True, slots=True)
class Stage:
    """`phase` is a phase key of the pathway; `next_step` a sentence; `by` the role whose turn it is; `urgent`: a window
    is open or was missed."""

    phase: str
    next_step: str
    by: str
    urgent: bool = False


def stage_of(pathway: Pathway, facts: CourseFacts) -> Stage:
    """The phase the course is in. What hinders stands before what is planned: a hold is shown even between sessions."""
    if facts.live is not None:
        phase = facts.live if facts.live in {phase.key for phase in pathway.phases} else "inquiry"
        return Stage(phase, "A session is going on now.", "")
    if not facts.held.get("consult"):
        return Stage("inquiry", "Meet for the first consult.", "guide")
    integration = pathway.window("integration")
    if facts.last_dose_at is not None and integration is not None and not facts.integrated:
        window = window_after(integration, facts.last_dose_at, facts.at)
        return {
            "not open yet": Stage(
                "integration", "Integration follows; its window opens a day after the dose.", "guide"
            ),
            "open": Stage("integration", "Hold the integration session now: its window is open.", "guide", urgent=True),
            "missed": Stage("integration", "The integration window was missed. Meet soon.", "guide", urgent=True),
        }[window.state]
    if not facts.intake_done:
        return Stage("screening", "The client answers the intake forms on the phone.", "client")
    if facts.clearance != "cleared":
        waiting = {
            None: "Review the answers and decide: clear or hold.",
            "held": "The course is on hold. Review when the reason is settled.",
            "expired": "The clearance has run out. Review again.",
        }
        return Stage("evaluation", waiting[facts.clearance], "prescriber")
    if not facts.consented:
        return Stage("consent", "The client reads and signs the consent.", "client")
    preparation = pathway.session("preparation")
    if preparation is not None and facts.held.get("preparation", 0) < preparation.minimum:
        held = facts.held.get("preparation", 0)
        return Stage("preparation", f"Hold preparation session {held + 1} of {preparation.minimum}.", "guide")
    medicine = pathway.session("medicine")
    doses = facts.held.get("medicine", 0)
    if medicine is not None and doses >= medicine.typical:
        return Stage(
            "review", f"{doses} medicine sessions held. Look back together and decide what follows.", "prescriber"
        )
    return Stage("medicine", f"Medicine session {doses + 1}.", "guide")
