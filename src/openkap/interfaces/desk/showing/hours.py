"""Opening hours in words."""

from openkap.interfaces.kit.parts import Line
from openkap.services.opening_hours import OpeningHours
from openkap.terms.opening import Week

__all__ = ["hours_lines", "hours_words", "week_words"]

_DEFAULT = "openkap's own default, which no source stands behind; sign the hours of this clinic"


def hours_words(hours: OpeningHours) -> str:
    """One sentence, which says whose hours they are."""
    whose = f"signed by {hours.signed.signed_by_name}" if hours.signed else "the default, not signed by anybody here"
    return f"Open {week_words(hours.week)} ({whose})."


def hours_lines(hours: OpeningHours) -> list[Line]:
    signed = hours.signed
    return [
        Line(
            term="Stand here",
            value=week_words(hours.week),
            note=f"signed by {signed.signed_by_name}" if signed else _DEFAULT,
        )
    ]


def week_words(week: Week) -> str:
    """Days of the same hours in a row stand together; a day that is not named is closed.

    >>> week_words(Week.of("monday 9-17; tuesday 9-17; wednesday 9-17; saturday 10-12"))
    'Monday to Wednesday 09:00-17:00, Saturday 10:00-12:00'
    """
    runs: list[tuple[list[str], str]] = []
    for name, hours in week.written().items():
        if runs and runs[-1][1] == hours:
            runs[-1][0].append(name)
        else:
            runs.append(([name], hours))
    return ", ".join(f"{_days(names)} {hours}" for names, hours in runs if hours)


def _days(names: list[str]) -> str:
    first, last = names[0].capitalize(), names[-1].capitalize()
    if len(names) == 1:
        return first
    return f"{first} {'and' if len(names) == 2 else 'to'} {last}"
