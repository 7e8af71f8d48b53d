"""A pathway as a picture: its phases from top to bottom, the gate before the medicine, what leads back and on.

With a client's place on it, or beside another pathway with the lines marked that differ. Pure: no page, no script.
"""

import textwrap
from collections.abc import Collection
from html import escape

from openkap.interfaces.kit import written
from openkap.interfaces.kit.chart.svg import LETTER, Svg, at_two_widths, element, picture, text, thin
from openkap.knowledge.pathways import Pathway, Phase, Rhythm, SessionKind

__all__ = ["pathway_in_words", "pathway_lines", "pathway_picture", "pathway_standalone"]

_LEFT, _PAD, _LINE, _GAP, _GATE_GAP, _LANE = 4, 14, 19, 30, 76, 18

# For a picture that stands alone: no page gives it its colours, so it brings them, for light and for dark.
_STYLE = """
svg{font-family:system-ui,sans-serif;font-size:12.5px;background:#fcfbf8;--ink:#2f2622;--ink2:#5b5049;--line:#8a7d74;
--surface:#fff;--soft:#e6eef2;--accent:#1c5468;--watch:#6b4a00}
@media (prefers-color-scheme:dark){svg{background:#1b1816;--ink:#f3eee8;--ink2:#cfc6bd;--line:#93867c;--surface:#26211e;
--soft:#21333b;--accent:#9cd3e6;--watch:#e9c987}}
text{fill:var(--ink2)}.p-name{fill:var(--ink);font-weight:650;font-size:15px}.p-box{fill:var(--surface);stroke:var(--line)}
.p-here{fill:var(--soft);stroke:var(--accent);stroke-width:2.5}.p-way,.p-back{fill:none;stroke:var(--line);
stroke-width:1.5}.p-tip{fill:var(--line)}.p-gate{fill:var(--surface);stroke:var(--accent);stroke-width:2}
.p-place{fill:var(--accent);font-weight:650}.p-other{fill:var(--watch);font-weight:650}
"""


def pathway_picture(
    pathway: Pathway,
    *,
    here: str = "",
    done: Collection[str] = (),
    against: Pathway | None = None,
    for_visitors: bool = False,
) -> Svg:
    """`here`: the phase a client is in; `done`: those behind. `against`: lines that it does not have are marked.
    `for_visitors`: without whose turn it is, and with the gate in words that need no explaining."""
    return at_two_widths(lambda width: _draw(pathway, width, here, done, against, visitors=for_visitors))


def pathway_standalone(pathway: Pathway) -> str:
    """The wide picture as a file of its own, with its colours."""
    drawn = str(_draw(pathway, 640, "", (), None))
    head, rest = drawn.split(">", 1)
    return f'{head} xmlns="http://www.w3.org/2000/svg">{element("style", _STYLE)}{rest}\n'


def pathway_lines(pathway: Pathway, phase: Phase, *, visitors: bool = False) -> list[str]:
    """What the picture says in one phase, line by line."""
    lines = []
    for kind in phase.sessions:
        session = pathway.session(kind)
        if session is not None:
            lines.append(_how_many(session))
        lines += [line for rhythm in pathway.rhythms if rhythm.kind == kind for line in _how_often(rhythm)]
        window = pathway.window(kind)
        if window is not None:
            before = ", before the next" if window.before_next else ""
            lines.append(f"{window.from_hours} to {window.to_hours} h after each dose{before}")
        if kind == "medicine" and pathway.after_dose:
            whom = "you" if visitors else "the client"
            lines.append(f"{_many(len(pathway.after_dose), 'check')} on {whom} after each dose")
        if kind == "medicine" and pathway.attendance:
            lines.append(f"sitter: {' or '.join(pathway.attendance)}")
    if phase.key == "review":
        lines += [f"{one.title.lower()} (after {one.after_sessions})" for one in pathway.reviews if one.after_sessions]
    if not phase.end and not visitors:
        lines.append(f"turn of the {phase.by}")
    return lines


def pathway_in_words(pathway: Pathway) -> str:
    """The way in one sentence, for those who do not see the picture."""
    parts = []
    for phase in pathway.phases:
        gate = pathway.gate_before(phase.key)
        parts.append(f"{phase.name}{' (behind a gate)' if gate else ''}")
    return f"From top to bottom: {', then '.join(parts)}."


def _gate_lines(pathway: Pathway, key: str, *, visitors: bool = False) -> list[str]:
    if visitors:
        return [f"Are you ready? {sum(one.must for one in pathway.criteria if one.gate == key)} things must be there."]
    asked = [one for one in pathway.criteria if one.gate == key]
    must = sum(one.must for one in asked)
    gate = next(one for one in pathway.gates if one.key == key)
    second = " and a second person" if gate.second_person else ""
    conditions = f", {_many(len(asked) - must, 'condition')}" if len(asked) > must else ""
    return [f"{gate.title} gate: {must} must{conditions}", f"override: {gate.override_by}{second}, with a reason"]


def _draw(
    pathway: Pathway,
    width: int,
    here: str,
    done: Collection[str],
    against: Pathway | None,
    *,
    visitors: bool = False,
) -> Svg:
    lanes = _lanes(pathway)
    box_width = width - _LEFT - (max(lanes.values(), default=-1) + 1) * _LANE - 14
    letters = int((box_width - 2 * _PAD) / (LETTER * 0.92))
    inside: list[str] = []
    places: dict[str, tuple[float, float]] = {}
    gate_rows: dict[str, float] = {}
    y = 6.0
    for place, phase in enumerate(pathway.phases):
        gap = 0.0 if place == 0 else float(_GAP)
        gate = pathway.gate_before(phase.key)
        if gate is not None:
            theirs = None if against is None else _gate_lines_of(against, gate.key, visitors)
            lines = _marked(_gate_lines(pathway, gate.key, visitors=visitors), theirs, letters - 5)
            gap = max(_GATE_GAP, len(lines) * 16 + 44)
            gate_rows[phase.key] = y + 9
            inside += _gate(lines, y + gap / 2)
        if place and phase.key in pathway.phases[place - 1].next:
            inside.insert(0, _arrow(_LEFT + 26, y, y + gap - 3))
        y += gap
        theirs = _their_lines(against, phase.key, visitors=visitors)
        lines = _marked(pathway_lines(pathway, phase, visitors=visitors), theirs or None, letters)
        height = _PAD * 2 + 16 + _LINE * len(lines)
        only_here = theirs is not None and not theirs
        inside.append(_box(phase, y, box_width, height, lines, here, done, only_here=only_here))
        places[phase.key] = (y, y + height)
        y += height
    for (start, end), lane in lanes.items():
        # What leads back to the medicine leads through its gate again.
        inside.append(_curve(places[start], places[end], _LEFT + box_width, lane, gate_row=gate_rows.get(end)))
    told = pathway_in_words(pathway)
    if here:
        name = next((phase.name for phase in pathway.phases if phase.key == here), here)
        told = f"{told} Now in: {name}."
    return picture(*inside, width=width, height=y + 8, title=pathway.title, description=told)


def _lanes(pathway: Pathway) -> dict[tuple[str, str], int]:
    """What does not simply go to the next phase, each in a lane of its own at the right."""
    order = [phase.key for phase in pathway.phases]
    beside = [
        (phase.key, key)
        for place, phase in enumerate(pathway.phases)
        for key in phase.next
        if key in order and order.index(key) != place + 1
    ]
    return {pair: lane for lane, pair in enumerate(beside)}


def _marked(lines: list[str], theirs: list[str] | None, letters: int) -> list[tuple[str, bool]]:
    """Lines broken to their width, each with whether it differs; the mark stands once, at the beginning."""
    found = []
    for line in lines:
        differs = theirs is not None and line not in theirs
        parts = textwrap.wrap(f"≠ {line}" if differs else line, max(letters, 12))
        found += [(part, differs) for part in parts]
    return found


def _box(
    phase: Phase,
    y: float,
    width: float,
    height: float,
    lines: list[tuple[str, bool]],
    here: str,
    done: Collection[str],
    *,
    only_here: bool,
) -> str:
    cls = "p-box p-here" if phase.key == here else "p-box"
    parts = [element("rect", cls=cls, x=float(_LEFT), y=y, width=width, height=height, rx=10.0)]
    mark = " ✓" if phase.key in done and phase.key != here else ""
    parts.append(text(f"{phase.name}{mark}", _LEFT + _PAD, y + _PAD + 11, cls="p-name"))
    aside = "now here" if phase.key == here else "only here" if only_here else ""
    if aside:
        own = "p-place" if phase.key == here else "p-other"
        parts.append(text(aside, _LEFT + width - _PAD, y + _PAD + 11, cls=own, anchor="end"))
    for place, (part, differs) in enumerate(lines):
        at = y + _PAD + 13 + _LINE * (place + 1)
        parts.append(text(part, _LEFT + _PAD, at, cls="p-other" if differs else ""))
    return element("g", element("title", escape(phase.what_happens)), *parts)


def _their_lines(against: Pathway | None, key: str, *, visitors: bool) -> list[str] | None:
    """What the other says in this phase; nothing where it does not have it; None where there is no other."""
    if against is None:
        return None
    phase = against.phase(key)
    return [] if phase is None else [phase.name, *pathway_lines(against, phase, visitors=visitors)]


def _gate_lines_of(against: Pathway, key: str, visitors: bool) -> list[str]:
    there = any(one.key == key for one in against.gates)
    return _gate_lines(against, key, visitors=visitors) if there else []


def _gate(lines: list[tuple[str, bool]], middle: float) -> list[str]:
    x = _LEFT + 26.0
    inside = [element("path", cls="p-gate", d=f"M{thin(x)} {thin(middle - 15)}l15 15-15 15-15-15z")]
    for place, (line, differs) in enumerate(lines):
        at = middle + 6 + (place - (len(lines) - 1) / 2) * 16
        inside.append(text(line, x + 26, at, cls="p-other" if differs else ""))
    return inside


def _arrow(x: float, top: float, foot: float) -> str:
    tip = element("path", cls="p-tip", d=f"M{thin(x)} {thin(foot)}l-4.5-8h9z")
    return element("path", cls="p-way", d=f"M{thin(x)} {thin(top)}V{thin(foot - 7)}") + tip


def _curve(
    start: tuple[float, float], end: tuple[float, float], right: float, lane: int, *, gate_row: float | None
) -> str:
    """From the right side of one box to the right side of another, or to the line above its gate."""
    back = end[0] < start[0]
    out = (start[0] + start[1]) / 2 + (-6 if back else 6) + 4 * lane
    into = (end[0] + end[1]) / 2 + (10 if back else -10) + 4 * lane if gate_row is None else gate_row
    left = right if gate_row is None else _LEFT + 26.0
    x = right + 10 + _LANE * lane + 8
    bend = 8 if into > out else -8
    way = (
        f"M{thin(right)} {thin(out)}H{thin(x - 8)}Q{thin(x)} {thin(out)} {thin(x)} {thin(out + bend)}"
        f"V{thin(into - bend)}Q{thin(x)} {thin(into)} {thin(x - 8)} {thin(into)}H{thin(left + 7)}"
    )
    tip = element("path", cls="p-tip", d=f"M{thin(left)} {thin(into)}l8-4.5v9z")
    return element("path", cls="p-back", d=way) + tip


def _how_many(session: SessionKind) -> str:
    most = f"{session.minimum} or more" if session.maximum is None else f"{session.minimum} to {session.maximum}"
    count = str(session.minimum) if session.minimum == session.maximum else most
    usual = f", usually {session.typical}" if session.typical != session.minimum else ""
    each = " for each dose" if session.per_dose else ""
    stay = f", with {written.duration(session.observe_minutes)} of observation" if session.observe_minutes else ""
    return f"{count} of {written.duration(session.minutes)}{usual}{each}{stay}"


def _how_often(rhythm: Rhythm) -> list[str]:
    which = ""
    if rhythm.to_number is not None:
        which = f"{rhythm.from_number} to {rhythm.to_number}: "
    elif rhythm.from_number > 1:
        which = f"from {rhythm.from_number}: "
    said = []
    least, most = rhythm.least_hours_apart, rhythm.most_hours_apart
    if least is not None and most is not None:
        first = str(least // 24) if least % 24 == most % 24 == 0 else _apart(least)
        said.append(f"{first} to {_apart(most)} apart")
    elif least is not None:
        said.append(f"at least {_apart(least)} apart")
    elif most is not None:
        said.append(f"at most {_apart(most)} apart")
    if rhythm.times_per_week is not None:
        said.append(f"up to {rhythm.times_per_week} in a week")
    if rhythm.all_within_days is not None:
        said.append(f"all within {rhythm.all_within_days} days")
    return [f"{which}{', '.join(said)}"] if said else []


def _apart(hours: int) -> str:
    return _many(hours // 24, "day") if hours % 24 == 0 else f"{hours} h"


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
