"""The criteria of release in words: what is met, what is open, and who may go on although it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from openkap.clinical.monitoring import ReleaseFinding
from openkap.interfaces.console.shown.recovery import RecoveryScore, recovery_score
from openkap.interfaces.kit.parts import Choice
from openkap.knowledge.rules.schema import Override
from openkap.services.discharge_client import ATTESTED, read_release
from openkap.services.read_room import Room
from openkap.terms.finding import Standing
from openkap.terms.identity import Actor, Role
from openkap.terms.refusal import BadInput, Refusal, RuleRefusal

__all__ = ["CriterionShown", "ReleaseForm", "read_scores", "release_form"]

_TONES = {Standing.MET: "ok", Standing.NOT_YET: "watch", Standing.UNKNOWN: "note"}
_WORDS = {Standing.MET: "met", Standing.NOT_YET: "not yet", Standing.UNKNOWN: "not known yet"}


@dataclass(frozen=True, slots=True)
class CriterionShown:
    """tone: as the kit draws a mark. fixed: nobody may pass over it."""

    rule: str
    title: str
    tone: str
    word: str
    because: str
    resolve: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class ReleaseForm:
    """problem: the sentence about `field` or, with `reasons`, about the whole. may_go_on: this person may, with a
    reason, where only criteria are open that a prescriber may pass over."""

    attested: tuple[Choice, ...]
    aldrete: str
    padss_before: str
    by_item: tuple[RecoveryScore, ...]
    reason: str
    criteria: tuple[CriterionShown, ...]
    open_count: int
    may_go_on: bool
    problem: str
    field: str
    reasons: tuple[str, ...]


def release_form(
    room: Room,
    *,
    attested: frozenset[str],
    data: Mapping[str, str],
    by: Actor,
    at: datetime,
    refusal: Refusal | None,
) -> ReleaseForm:
    """As it stands by what is ticked and entered. A score that cannot be is named; the other criteria still stand."""
    scores = read_scores(data)
    try:
        findings = read_release(room=room, attested=attested, at=at, **scores)
    except BadInput as wrong:
        refusal = refusal or wrong
        findings = read_release(room=room, attested=attested, at=at, aldrete="")
    route = room.last_dose.route if room.last_dose else ""
    still_open = [finding for finding in findings if not finding.met]
    fixed = [finding for finding in still_open if finding.override is Override.NOBODY]
    return ReleaseForm(
        attested=tuple(
            Choice(value=item.fact, label=item.text, checked=item.fact in attested)
            for item in ATTESTED
            if item.only_route in ("", route)
        ),
        aldrete=data.get("aldrete", ""),
        padss_before=data.get("padss_before", ""),
        by_item=(recovery_score("aldrete", data), recovery_score("padss", data)),
        reason=data.get("reason", ""),
        criteria=tuple(_shown(finding) for finding in findings),
        open_count=len(still_open),
        may_go_on=bool(still_open) and not fixed and Role.PRESCRIBER in by.roles,
        problem=refusal.message if refusal else "",
        field=refusal.field if isinstance(refusal, BadInput) else "",
        reasons=refusal.reasons if isinstance(refusal, RuleRefusal) else (),
    )


def read_scores(data: Mapping[str, str]) -> dict[str, str]:
    """The totals: as typed, else added up from the items where all of them have their answer."""
    return {
        "aldrete": data.get("aldrete", "").strip() or recovery_score("aldrete", data).total,
        "padss": recovery_score("padss", data).total,
        "padss_before": data.get("padss_before", ""),
    }


def _shown(finding: ReleaseFinding) -> CriterionShown:
    return CriterionShown(
        rule=finding.rule,
        title=finding.title,
        tone=_TONES[finding.standing],
        word=_WORDS[finding.standing],
        because="" if finding.met else finding.because,
        resolve=finding.resolve,
        fixed=finding.override is Override.NOBODY,
    )
