"""Whether a dose stands behind its gate, the gate can be met, and the windows after a dose fit between doses."""

from collections.abc import Iterator

from openkap.clinical.pathway.checking.graph import reachable
from openkap.knowledge.measures import measure
from openkap.knowledge.pathways import Condition, Pathway

__all__ = ["doses_without_gate", "gates_never_met", "windows_against_spacing"]


def doses_without_gate(pathway: Pathway) -> Iterator[tuple[str, str]]:
    """A dose belongs in a phase that names a gate, and the gate must ask something that closes it."""
    gates = {gate.key: gate for gate in pathway.gates}
    there = reachable(pathway, pathway.phases[0].key)
    for place, phase in enumerate(pathway.phases):
        if "medicine" not in phase.sessions or phase.key not in there:
            continue
        if phase.gate not in gates:
            told = f'A dose can be reached in "{phase.key}" without a gate. Name one of "gates" as its "gate".'
            yield f"phases[{place}].gate", told
        elif gates[phase.gate].before != phase.key:
            yield f"phases[{place}].gate", f'The gate "{phase.gate}" stands before another phase than "{phase.key}".'
        elif not any(one.must and one.gate == phase.gate for one in pathway.criteria):
            told = f'Nothing closes the gate "{phase.gate}": at least one of its criteria must have "must = true".'
            yield f"phases[{place}].gate", told
    for place, criterion in enumerate(pathway.criteria):
        if criterion.gate not in gates:
            told = f'There is no gate "{criterion.gate}": what this asks would be asked nowhere.'
            yield f"criteria[{place}].gate", told
    if pathway.session("medicine") and not any("medicine" in phase.sessions for phase in pathway.phases):
        yield "sessions", "Medicine sessions are lived in no phase, so that no gate stands before them."


def gates_never_met(pathway: Pathway) -> Iterator[tuple[str, str]]:
    """Criteria that no set of facts can meet, alone or together; phases that nothing can lead out of."""
    must = [(f"criteria[{i}]", one.condition) for i, one in enumerate(pathway.criteria) if one.must]
    for path, condition in must:
        yield from _alone(pathway, path, condition, at_gate=True)
    yield from _together(must)
    for i, phase in enumerate(pathway.phases):
        for j, condition in enumerate(phase.leave_when):
            yield from _alone(pathway, f"phases[{i}].leave_when[{j}]", condition, at_gate=False)


def _alone(pathway: Pathway, path: str, condition: Condition, *, at_gate: bool) -> Iterator[tuple[str, str]]:
    wanted = condition.number("at_least")
    if condition.test == "sessions_completed" and wanted is not None:
        session = pathway.session(condition.text("kind"))
        if session is not None and session.maximum is not None and not session.per_dose and wanted > session.maximum:
            told = f"asks for {wanted} {session.kind} sessions, and there are never more than {session.maximum}."
            yield f"{path}.at_least", told
        if at_gate and condition.text("kind") == "medicine":
            yield (
                f"{path}.kind",
                "asks for a medicine session before the gate that every medicine session stands behind.",
            )
    if condition.test in ("measure_at_least", "measure_at_most"):
        total = measure(condition.text("measure")).total
        if total is None:
            yield f"{path}.measure", "has no total, so that no total can be held against a bound."
        elif wanted is not None and total.high is not None and wanted > total.high:
            yield f"{path}.at_least", f"asks for a total of {wanted}, and the highest there is is {total.high}."
        elif (most := condition.number("at_most")) is not None and total.low is not None and most < total.low:
            yield f"{path}.at_most", f"asks for a total of at most {most}, and the lowest there is is {total.low}."
    if not at_gate and condition.test in ("escort_named", "day_vitals", "chooses_today"):
        yield f"{path}.test", f"{condition.test} is of one session: it can be asked at a gate, not of a phase."


def _together(must: list[tuple[str, Condition]]) -> Iterator[tuple[str, str]]:
    """At least one value, and at most a lower one, of the same measure."""
    least = {one.text("measure"): one.number("at_least") or 0 for _, one in must if one.test == "measure_at_least"}
    for path, one in must:
        most = one.number("at_most")
        if one.test == "measure_at_most" and most is not None and least.get(one.text("measure"), most) > most:
            told = f"asks for at most {most}, and another criterion for at least {least[one.text('measure')]}."
            yield f"{path}.at_most", f"{told} No total is both."


def windows_against_spacing(pathway: Pathway) -> Iterator[tuple[str, str]]:
    for place, window in enumerate(pathway.windows):
        for rhythm in pathway.rhythms:
            if rhythm.kind != "medicine" or not window.before_next:
                continue
            if rhythm.most_hours_apart is not None and window.from_hours >= rhythm.most_hours_apart:
                yield (
                    f"windows[{place}].from_hours",
                    f"opens {window.from_hours} h after a dose, and the next dose is due after "
                    f"{rhythm.most_hours_apart} h at the latest: it cannot be held before the next.",
                )
    for place, rhythm in enumerate(pathway.rhythms):
        count = (rhythm.to_number or rhythm.from_number) - rhythm.from_number
        if rhythm.all_within_days is not None and rhythm.least_hours_apart is not None:
            needed = count * rhythm.least_hours_apart
            if needed > rhythm.all_within_days * 24:
                yield (
                    f"rhythms[{place}].all_within_days",
                    f"{count + 1} sessions at least {rhythm.least_hours_apart} h apart take {needed} h, "
                    f"and {rhythm.all_within_days} days are {rhythm.all_within_days * 24} h.",
                )
    yield from _stale_before_it_counts(pathway)


def _stale_before_it_counts(pathway: Pathway) -> Iterator[tuple[str, str]]:
    """A gate that wants something fresher than the doses are apart would close again before every dose."""
    apart = [one.least_hours_apart for one in pathway.rhythms if one.kind == "medicine" and one.least_hours_apart]
    for place, criterion in enumerate(pathway.criteria):
        days = criterion.condition.number("fresh_days")
        if criterion.test == "sessions_completed" and days is not None and apart and days * 24 < min(apart):
            yield (
                f"criteria[{place}].fresh_days",
                f"is stale after {days} days, and doses are at least {min(apart)} h apart: nobody could go on in time.",
            )
