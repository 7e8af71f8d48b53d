"""Whether one can get everywhere, and out again."""

from collections.abc import Iterator

from openkap.knowledge.pathways import Pathway

__all__ = ["loops_without_exit", "reachable", "unreachable_phases", "ways_to_nowhere"]


def unreachable_phases(pathway: Pathway) -> Iterator[tuple[str, str]]:
    there = reachable(pathway, pathway.phases[0].key)
    for place, phase in enumerate(pathway.phases):
        if phase.key not in there:
            yield f"phases[{place}]", f'No phase leads to "{phase.key}": nobody ever comes there. Name it in a "next".'


def loops_without_exit(pathway: Pathway) -> Iterator[tuple[str, str]]:
    """A phase from which no end can be reached: either it goes round for ever, or it stops where nothing is said."""
    ends = {phase.key for phase in pathway.phases if phase.end}
    for place, phase in enumerate(pathway.phases):
        ahead = reachable(pathway, phase.key)
        if phase.end or ahead & ends:
            continue
        if any(phase.key in _onward(pathway, key) for key in ahead):
            yield f"phases[{place}].next", f'From "{phase.key}" the way goes round and never ends. Lead one phase out.'
        elif not phase.next:
            yield f"phases[{place}]", f'"{phase.key}" leads nowhere and is no end. Give it "next", or "end = true".'


def ways_to_nowhere(pathway: Pathway) -> Iterator[tuple[str, str]]:
    keys = {phase.key for phase in pathway.phases}
    for place, phase in enumerate(pathway.phases):
        for at, key in enumerate(phase.next):
            if key not in keys:
                yield f"phases[{place}].next[{at}]", f'There is no phase "{key}"; there are {", ".join(sorted(keys))}.'
        if phase.end and phase.next:
            yield f"phases[{place}].next", f'"{phase.key}" is an end, so nothing can follow it.'
        if not phase.end and not phase.leave_when:
            yield f"phases[{place}]", f'Nothing says when "{phase.key}" is behind: give it "leave_when".'


def reachable(pathway: Pathway, start: str, *, without: frozenset[str] = frozenset()) -> set[str]:
    """Every phase that can be reached from `start`, itself included, without entering `without`."""
    found, ahead = set(), [start]
    while ahead:
        key = ahead.pop()
        if key not in found and key not in without:
            found.add(key)
            ahead += _onward(pathway, key)
    return found


def _onward(pathway: Pathway, key: str) -> tuple[str, ...]:
    phase = pathway.phase(key)
    return () if phase is None else phase.next
