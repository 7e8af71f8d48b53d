"""Two pathways laid beside each other: what is the same is said once, what differs stands side by side."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Row
from openkap.knowledge.pathways import Pathway, Phase, SessionKind

__all__ = ["Comparison", "Part", "Side", "Together", "compare"]

_KINDS = {
    "consult": gettext_lazy("First talk"),
    "preparation": gettext_lazy("Preparation"),
    "medicine": gettext_lazy("Medicine"),
    "integration": gettext_lazy("Integration"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One model's words about one phase; `phase` is None where the model does not have it."""

    model: str
    phase: Phase | None


@dataclass(frozen=True, slots=True)
class Together:
    """One phase of the way in both models. `same`: both say the same, so it is shown once."""

    name: str
    left: Side
    right: Side
    same: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Before, during or after the medicine."""

    title: str
    phases: tuple[Together, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`counts` are rows of a table: kind of session, then each model. `fewer`: what the left model has less of."""

    left: Pathway
    right: Pathway
    parts: tuple[Part, ...]
    counts: tuple[Row, ...]
    fewer: tuple[str, ...]
    sources: tuple[str, ...]
    edition: str


def compare(left: Pathway, right: Pathway) -> Comparison:
    """Lays the phases beside each other in their order; the medicine parts before from after."""
    phases = _together(left, right)
    keys = [key for key, pair in phases]
    medicine = keys.index("medicine")
    titles = (_("Before the medicine"), _("During the medicine"), _("After the medicine"))
    slices = (phases[:medicine], phases[medicine : medicine + 1], phases[medicine + 1 :])
    return Comparison(
        left=left,
        right=right,
        parts=tuple(
            Part(title=title, phases=tuple(pair for key, pair in some))
            for title, some in zip(titles, slices, strict=True)
        ),
        counts=_counts(left, right),
        fewer=_fewer(left, right),
        sources=tuple(dict.fromkeys([*left.sources, *right.sources])),
        edition=written.day(date.fromisoformat(max(left.edition, right.edition))),
    )


def _together(left: Pathway, right: Pathway) -> list[tuple[str, Together]]:
    """Every phase that either has. One that only the right has comes after the phase it follows there."""
    keys = [phase.key for phase in left.phases]
    before = None
    for phase in right.phases:
        if phase.key not in keys:
            keys.insert(0 if before is None else keys.index(before) + 1, phase.key)
        before = phase.key
    found = []
    for key in keys:
        ours, theirs = _phase(left, key), _phase(right, key)
        named = ours or theirs
        same = ours is not None and theirs is not None and _words(ours) == _words(theirs)
        pair = Together(
            name=named.name if named else key,
            left=Side(model=left.title, phase=ours),
            right=Side(model=right.title, phase=theirs),
            same=same,
        )
        found.append((key, pair))
    return found


def _phase(pathway: Pathway, key: str) -> Phase | None:
    return next((phase for phase in pathway.phases if phase.key == key), None)


def _words(phase: Phase) -> tuple[str, str]:
    return phase.what_happens, phase.who_is_with_you


def _counts(left: Pathway, right: Pathway) -> tuple[Row, ...]:
    kinds = dict.fromkeys(session.kind for model in (left, right) for session in model.sessions)
    return tuple(
        Row(cells=(str(_KINDS.get(kind, kind)), _how_many(left.session(kind)), _how_many(right.session(kind))))
        for kind in kinds
    )


def _how_many(session: SessionKind | None) -> str:
    if session is None:
        return _("none")
    values = {
        "least": session.minimum,
        "usual": session.typical,
        "long": written.duration(session.minutes),
    }
    if session.minimum == session.typical:
        return _("%(usual)s, of %(long)s") % values
    return _("at least %(least)s, usually %(usual)s, of %(long)s each") % values


def _fewer(left: Pathway, right: Pathway) -> tuple[str, ...]:
    """What the right model usually has more of: the left one leaves that out."""
    found = []
    for theirs in right.sessions:
        ours = left.session(theirs.kind)
        count = 0 if ours is None else ours.typical
        if count < theirs.typical:
            name = str(_KINDS.get(theirs.kind, theirs.kind)).lower()
            words = _("Usually %(count)s %(name)s sessions, where the other model has %(other)s.")
            found.append(words % {"count": count, "name": name, "other": theirs.typical})
    return tuple(found)
