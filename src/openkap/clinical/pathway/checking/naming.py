"""Whether everything that is spoken of is there: what is asked is collected, who is named is staffed."""

from collections.abc import Iterator

from openkap.knowledge.measures import AnsweredBy, measure
from openkap.knowledge.pathways import CRITERION_TESTS, Pathway, conditions
from openkap.knowledge.schedules import HEALTH

__all__ = ["hidden_measures", "never_collected", "roles_nobody_holds"]

_ADD = 'add it to "{}"'
_ASK = 'name a "schedule" that asks it'


def never_collected(pathway: Pathway) -> Iterator[tuple[str, str]]:
    """A criterion that asks for what this pathway never asks anybody."""
    there: dict[str, tuple[set[str], str]] = {
        "topic": (set(pathway.topics), _ADD.format("topics")),
        "measure": ({asked.measure for asked in pathway.asked} - {HEALTH}, _ASK),
        "occasion": ({asked.occasion for asked in pathway.asked}, _ASK),
        "session": ({session.kind for session in pathway.sessions}, _ADD.format("sessions")),
        "attested": ({one.key for one in pathway.attested}, _ADD.format("attested")),
    }
    for path, condition in conditions(pathway):
        for name, param in CRITERION_TESTS[condition.test].params.items():
            if param.refers in there and name in condition.params:
                known, how = there[param.refers]
                value = condition.text(name)
                if value not in known:
                    yield (
                        f"{path}.{name}",
                        f'asks for "{value}", which is never collected: {how}, or ask for one of '
                        f"{', '.join(sorted(known)) or 'nothing (it is empty)'}.",
                    )
    for place, phase in enumerate(pathway.phases):
        for at, kind in enumerate(phase.sessions):
            if pathway.session(kind) is None:
                yield f"phases[{place}].sessions[{at}]", f'"{kind}" is not among the sessions of this pathway.'
    for place, window in enumerate(pathway.windows):
        if pathway.session(window.kind) is None:
            yield f"windows[{place}].kind", f'"{window.kind}" is not among the sessions of this pathway.'


def roles_nobody_holds(pathway: Pathway) -> Iterator[tuple[str, str]]:
    held = {one.role for one in pathway.roles} | {"client"}
    named = [
        *((f"phases[{i}].by", one.by) for i, one in enumerate(pathway.phases)),
        *((f"criteria[{i}].by", one.by) for i, one in enumerate(pathway.criteria)),
        *((f"attested[{i}].by", one.by) for i, one in enumerate(pathway.attested)),
        *((f"after_dose[{i}].by", one.by) for i, one in enumerate(pathway.after_dose)),
        *((f"reviews[{i}].by", one.by) for i, one in enumerate(pathway.reviews)),
        *((f"gates[{i}].override_by", one.override_by) for i, one in enumerate(pathway.gates)),
        *(
            (f"sessions[{i}].with_roles[{j}]", role)
            for i, one in enumerate(pathway.sessions)
            for j, role in enumerate(one.with_roles)
        ),
    ]
    for path, role in named:
        # A lead stands outside the course: complaints go there whoever accompanies.
        if role not in held and role != "lead":
            yield (
                path,
                f'is the turn of the {role}, and nobody holds that role here. Add it to "roles", or name another.',
            )


def hidden_measures(pathway: Pathway) -> Iterator[tuple[str, str]]:
    """A criterion that waits for what the schedule may not put before a client."""
    for path, condition in conditions(pathway):
        if not (key := condition.text("measure")):
            continue
        known = measure(key)
        if known.answered_by is AnsweredBy.CLIENT and not known.rights.may_show_text:
            yield (
                f"{path}.measure",
                f"{known.short_title} may not be shown to a client here: its rights ({known.rights.holder}) "
                "allow scoring only. Ask another, or enter what was filled in on paper.",
            )
