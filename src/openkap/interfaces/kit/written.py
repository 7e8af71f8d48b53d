"""How dates, times, ages, names and amounts are written on every screen, in every notice and on paper.

Days as 23-Nov-2026, clocks with 24 hours in the practice's zone, names as FAMILY, Given, numbers the ISMP way.
Pure: the caller brings the moment and the zone.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal

from openkap.terms.quantity import write_number

__all__ = [
    "age_in_years",
    "amount",
    "appointment",
    "blood_pressure",
    "born",
    "clock",
    "day",
    "duration",
    "from_now",
    "listed",
    "minutes_between",
    "moment",
    "name",
    "phone_link",
    "weekday",
]

# Not strftime: its month names follow the machine's locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MINUTE, _HOUR, _DAY, _WEEK = 60, 3600, 86_400, 7 * 86_400


def day(value: date) -> str:
    """A calendar day. A month in letters cannot be read as a day.

    >>> day(date(2026, 11, 3))
    '03-Nov-2026'
    """
    return f"{value.day:02d}-{_MONTHS[value.month - 1]}-{value.year:04d}"


def weekday(value: date) -> str:
    """A calendar day with its weekday, for appointments.

    >>> weekday(date(2026, 11, 23))
    'Monday 23-Nov-2026'
    """
    return f"{_WEEKDAYS[value.weekday()]} {day(value)}"


def clock(at: datetime, zone: tzinfo) -> str:
    """The wall clock of the practice at an instant.

    >>> from datetime import UTC
    >>> from zoneinfo import ZoneInfo
    >>> clock(datetime(2026, 11, 23, 20, 5, tzinfo=UTC), ZoneInfo("America/Chicago"))
    '14:05'
    """
    local = _instant(at).astimezone(zone)
    return f"{local.hour:02d}:{local.minute:02d}"


def moment(at: datetime, zone: tzinfo) -> str:
    """Day and wall clock of the practice at an instant.

    >>> from datetime import UTC
    >>> from zoneinfo import ZoneInfo
    >>> moment(datetime(2026, 11, 24, 2, 30, tzinfo=UTC), ZoneInfo("America/Chicago"))
    '23-Nov-2026 20:30'
    """
    return f"{day(_instant(at).astimezone(zone).date())} {clock(at, zone)}"


def appointment(at: datetime, zone: tzinfo) -> str:
    """Day with its weekday and wall clock of the practice: how a time is agreed.

    >>> from datetime import UTC
    >>> from zoneinfo import ZoneInfo
    >>> appointment(datetime(2026, 11, 24, 2, 30, tzinfo=UTC), ZoneInfo("America/Chicago"))
    'Monday 23-Nov-2026 20:30'
    """
    return f"{weekday(_instant(at).astimezone(zone).date())} {clock(at, zone)}"


def duration(minutes: int) -> str:
    """A length of time, zero or more minutes.

    >>> duration(45), duration(60), duration(95)
    ('45 min', '1 h', '1 h 35 min')
    """
    if minutes < 0:
        raise ValueError("a duration is zero or more minutes")
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def from_now(at: datetime, now: datetime) -> str:
    """How far an instant lies from now, in one unit, cut and never rounded up: a thing is not older than it is.

    >>> from datetime import UTC, timedelta
    >>> now = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    >>> [from_now(now + timedelta(minutes=m), now) for m in (-125, -1, 0, 30, 4320)]
    ['2 h ago', '1 min ago', 'now', 'in 30 min', 'in 3 days']
    """
    seconds = (_instant(at) - _instant(now)).total_seconds()
    size = abs(int(seconds))
    if size < _MINUTE:
        return "now"
    if size < _HOUR:
        far = f"{size // _MINUTE} min"
    elif size < 2 * _DAY:
        far = f"{size // _HOUR} h"
    elif size < 8 * _WEEK:
        far = f"{size // _DAY} days"
    else:
        far = f"{size // _WEEK} weeks"
    return f"in {far}" if seconds > 0 else f"{far} ago"


def minutes_between(start: datetime, end: datetime) -> str:
    """Whole minutes from a moment (a dose) on, as the session's clock counts; before it with a true minus.

    >>> from datetime import UTC, timedelta
    >>> dose = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    >>> minutes_between(dose, dose + timedelta(minutes=42, seconds=59))
    '42 min'
    >>> minutes_between(dose, dose - timedelta(minutes=5))
    '−5 min'
    """
    seconds = int((_instant(end) - _instant(start)).total_seconds())
    return f"{'−' if seconds <= -_MINUTE else ''}{abs(seconds) // _MINUTE} min"


def age_in_years(birthday: date, today: date) -> int:
    """Completed years of life. Someone born on 29-Feb turns a year older on 1-Mar of a common year.

    >>> age_in_years(date(1945, 7, 14), date(2026, 7, 13)), age_in_years(date(1945, 7, 14), date(2026, 7, 14))
    (80, 81)
    """
    if birthday > today:
        raise ValueError("a day of birth does not lie in the future")
    return today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))


def born(value: date, today: date) -> str:
    """Day of birth and age, as the client's banner shows them.

    >>> born(date(1965, 7, 14), date(2026, 11, 23))
    '14-Jul-1965 (61 y)'
    """
    return f"{day(value)} ({age_in_years(value, today)} y)"


def name(family: str, given: str) -> str:
    """A person's name in lists and banners; a person with a single name has just that one.

    >>> name("de la Cruz", "Marisol"), name("", "Sukarno")
    ('DE LA CRUZ, Marisol', 'Sukarno')
    """
    family, given = family.strip(), given.strip()
    return f"{family.upper()}, {given}" if family and given else family.upper() or given


def amount(value: Decimal | float | int, unit: str) -> str:
    """A number with its unit, the ISMP way: a space between, no trailing zero, a leading one.

    >>> amount(Decimal("2.0"), "mg"), amount(Decimal(".5"), "mL"), amount(97, "%")
    ('2 mg', '0.5 mL', '97 %')
    """
    return f"{write_number(value)} {unit}".rstrip()


def blood_pressure(systolic: int | None, diastolic: int | None) -> str:
    """A pair in mmHg. A half that was not taken is said, not left out.

    >>> blood_pressure(128, 82), blood_pressure(128, None), blood_pressure(None, None)
    ('128/82 mmHg', '128/not taken mmHg', 'not taken')
    """
    if systolic is None and diastolic is None:
        return "not taken"
    upper, lower = ("not taken" if half is None else str(half) for half in (systolic, diastolic))
    return f"{upper}/{lower} mmHg"


def listed(words: Sequence[str], *, last: str = "and") -> str:
    """Words in a sentence.

    >>> listed(["consent", "a ride home", "fasting"]), listed(["consent"])
    ('consent, a ride home and fasting', 'consent')
    """
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def phone_link(number: str) -> str:
    """What stands behind tel: for a number as people write it.

    >>> phone_link("+1 (512) 555-0100")
    '+15125550100'
    """
    return re.sub(r"[^0-9+]", "", number)


def _instant(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant needs its zone; a bare wall-clock time is never guessed")
    return at
