"""A repeat of an entry changes nothing, and is answered as kept, whatever has happened in the room since.

Only a repeat that says the same is one. The same number with other words is never taken for kept: someone would lose
what they typed without knowing.
"""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from openkap.interfaces.console.shown.signs import READ
from openkap.records.sessions import timeline
from openkap.records.sessions.shapes import Entry
from openkap.terms.quantity import write_number
from openkap.terms.refusal import RuleRefusal
from openkap.terms.text import line, words

__all__ = ["is_kept"]


def is_kept(*, within: UUID, session_id: UUID, entry_id: UUID, kind: str, data: Mapping[str, str]) -> bool:
    """Whether this very entry stands in the timeline already. RuleRefusal when its number does, with something else."""
    kept = {entry.id: entry for entry in timeline.entries(within=within, session_id=session_id)}.get(entry_id)
    if kept is None:
        return False
    if kept.kind != kind or not _says_the_same(kept, data):
        raise RuleRefusal(
            "This form was kept a moment ago with something else in it. What stands in it now is not kept yet: "
            "look at the timeline, and send it again if it is new."
        )
    return True


def _says_the_same(kept: Entry, data: Mapping[str, str]) -> bool:
    if kept.reading is not None:
        typed = {name: data.get(name, "").strip() for name in READ}
        return all(_number(typed[name]) == read(kept.reading) for name, read in READ.items())
    if kept.dose is not None:
        minutes = "" if kept.dose.infusion_min is None else str(kept.dose.infusion_min)
        said = (data.get("route", ""), _written(data.get("dose", "")), data.get("infusion_min", "").strip())
        vial = line(data.get("vial", ""), field="vial", label="Vial", needed=False)
        return (*said, vial) == (kept.dose.route, write_number(kept.dose.dose_mg), minutes, kept.dose.vial or "")
    if kept.kind == "event":
        if kept.level is not None:
            return str(kept.level) == data.get("level", "").strip()
        said = line(data.get("text", ""), field="text", label="Words", needed=False)
        return kept.what == data.get("what", "") and (kept.words or "") == said
    if kept.kind == "note":
        return kept.words == words(data.get("text", ""), field="text", label="Note", needed=False)
    return True


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None


def _written(text: str) -> str:
    plain = text.strip()
    return write_number(Decimal(plain)) if plain.isascii() and plain.replace(".", "", 1).isdecimal() else plain
