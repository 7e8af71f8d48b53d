"""Finds what cannot work in a pathway before it meets a person. One module for each kind of question."""

from collections.abc import Callable, Iterator

from openkap.clinical.pathway.checking.doses import doses_without_gate, gates_never_met, windows_against_spacing
from openkap.clinical.pathway.checking.graph import loops_without_exit, unreachable_phases, ways_to_nowhere
from openkap.clinical.pathway.checking.naming import hidden_measures, never_collected, roles_nobody_holds
from openkap.knowledge.pathways import Fault, Pathway, PathwayRefused, line_of, lines_of, read_pathway

__all__ = ["CHECKS", "check_pathway", "check_text"]

# What a check yields: path and sentence. The name is the fault's, stable for machines.
Check = Callable[[Pathway], Iterator[tuple[str, str]]]

CHECKS: dict[str, Check] = {
    "unreachable-phase": unreachable_phases,
    "loop-without-exit": loops_without_exit,
    "way-to-nowhere": ways_to_nowhere,
    "gate-never-met": gates_never_met,
    "never-collected": never_collected,
    "window-against-spacing": windows_against_spacing,
    "role-nobody-holds": roles_nobody_holds,
    "measure-may-not-be-shown": hidden_measures,
    "dose-without-gate": doses_without_gate,
}


def check_pathway(pathway: Pathway, *, text: str = "") -> tuple[Fault, ...]:
    """Every fault, in order of line. `text` is the file the pathway was read from, for the lines."""
    lines = lines_of(text)
    found = [
        Fault(name, line_of(path, lines), path, told) for name, check in CHECKS.items() for path, told in check(pathway)
    ]
    return tuple(sorted(found, key=lambda fault: (fault.line, fault.path, fault.rule)))


def check_text(text: str, *, name: str) -> tuple[Pathway | None, tuple[Fault, ...]]:
    """The pathway, where it can be read, and every fault. BadInput for what is not TOML."""
    try:
        pathway = read_pathway(text, name=name)
    except PathwayRefused as refused:
        return None, refused.faults
    return pathway, check_pathway(pathway, text=text)
