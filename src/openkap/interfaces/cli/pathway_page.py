"""A pathway as a page: what happens, what the gate asks, every number with its source."""

from collections.abc import Iterable
from itertools import groupby

from openkap.knowledge.pathways import Condition, Pathway

__all__ = ["page"]


def page(pathway: Pathway) -> str:
    parts = [
        [f"# {pathway.title}", "", pathway.in_one_sentence, ""],
        [f"Key `{pathway.key}`, edition {pathway.edition}, schema {pathway.schema}, consent `{pathway.consent}`."],
        ["", "## What happens", ""],
    ]
    for phase in pathway.phases:
        parts.append([f"**{phase.name}.** {phase.what_happens} *{phase.who_is_with_you}*", ""])
        if phase.leave_when:
            parts.append([f"Behind when: {'; '.join(_said(one) for one in phase.leave_when)}.", ""])
    parts += [
        _table(
            "Who", ("role", "does", "needed", "source"), [(r.role, r.does, r.needed, r.source) for r in pathway.roles]
        ),
        _table(
            "Sessions",
            ("kind", "at least", "usually", "at most", "minutes", "valid for days", "with", "source"),
            [
                (
                    s.kind + (" (each dose)" if s.per_dose else ""),
                    s.minimum,
                    s.typical,
                    s.maximum,
                    s.minutes,
                    s.valid_days,
                    ", ".join(s.with_roles),
                    s.source,
                )
                for s in pathway.sessions
            ],
        ),
        _table(
            "How they follow one another",
            ("session", "from number", "to", "least h", "most h", "in a week", "all within days", "source"),
            [
                (
                    r.kind,
                    r.from_number,
                    r.to_number,
                    r.least_hours_apart,
                    r.most_hours_apart,
                    r.times_per_week,
                    r.all_within_days,
                    r.source,
                )
                for r in pathway.rhythms
            ],
        ),
        _table(
            "Windows after each dose",
            ("session", "from h", "to h", "before the next", "source"),
            [(w.kind, w.from_hours, w.to_hours, w.before_next, w.source) for w in pathway.windows],
        ),
        _table(
            "What is due after each dose",
            ("what", "from h", "to h", "by", "source"),
            [(d.title, d.from_hours, d.to_hours, d.by, d.source) for d in pathway.after_dose],
        ),
        _table(f"What is asked: schedule `{pathway.schedule}`", ("when", "measures"), _asked(pathway)),
        ["", "What may not be put before a client, and why, stands with the schedule."],
        _table(
            "What somebody says is so",
            ("what", "by", "for each", "source"),
            [(a.title, a.by, a.each, a.source) for a in pathway.attested],
        ),
        _table(
            "What the readiness gate asks",
            ("id", "criterion", "test", "closes the gate", "may be overridden", "who resolves it", "how", "source"),
            [
                (
                    c.id,
                    c.title,
                    _said(c.condition),
                    "yes" if c.must else "no, a condition",
                    "by name, with a reason" if c.overridable else "no",
                    c.by,
                    c.resolve,
                    c.source,
                )
                for c in pathway.criteria
            ],
        ),
        _table(
            "Gates",
            ("gate", "before", "overridden by", "second person", "source"),
            [(g.title, g.before, g.override_by, g.second_person, g.source) for g in pathway.gates],
        ),
        _table(
            "Looking back",
            ("what", "after", "by day", "by", "source"),
            [(r.title, f"{r.after_sessions} {r.kind}", r.by_days, r.by, r.source) for r in pathway.reviews],
        ),
        _table(
            "Hold or stop", ("what", "then", "by", "source"), [(s.title, s.then, s.by, s.source) for s in pathway.stops]
        ),
        _table("Set and setting", ("what", "source"), [(s.title, s.source) for s in pathway.setting]),
    ]
    if pathway.leaves_out:
        parts += [["", "## What it leaves out", ""]]
        parts += [[f"- **{left.title}.** {left.because}" for left in pathway.leaves_out]]
    parts += [["", "## Sources", ""], [f"- {source}" for source in pathway.sources]]
    return "\n".join(line for part in parts for line in part) + "\n"


def _said(condition: Condition) -> str:
    params = ", ".join(f"{name} {value}" for name, value in condition.params.items())
    return f"{condition.test}{f' ({params})' if params else ''}"


def _asked(pathway: Pathway) -> Iterable[tuple[str, str]]:
    """Each occasion of the schedule, with what is asked on it."""
    for occasion, asked in groupby(pathway.asked, key=lambda one: one.occasion):
        yield occasion, ", ".join(one.measure for one in asked)


def _table(title: str, heading: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> list[str]:
    written = [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    if not written:
        return []
    return ["", f"## {title}", "", f"| {' | '.join(heading)} |", f"|{'---|' * len(heading)}", *written]


def _cell(value: object) -> str:
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
