"""Amounts with their units, read strictly and written the ISMP way (2 mg, 0.5 mL; never 2.0 mg or .5 mL)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from openkap.terms.refusal import BadInput

__all__ = ["Quantity", "parse_decimal", "write_number"]

# ASCII digits only: `str.isdigit` and `Decimal` accept Arabic-Indic and full-width digits, which a dose must not.
_PLAIN_NUMBER = re.compile(r"(?P<whole>[0-9]{1,9})(?:\.(?P<part>[0-9]{1,6}))?", re.ASCII)


def parse_decimal(text: str, *, field: str, low: Decimal, high: Decimal, unit: str, places: int = 2) -> Decimal:
    """A plain decimal number between `low` and `high`, or BadInput that names the field, the unit and the range.

    >>> parse_decimal("5,0", field="dose", low=Decimal(1), high=Decimal(400), unit="mg")
    Traceback (most recent call last):
    ...
    openkap.terms.refusal.BadInput: Enter a number from 1 to 400 mg with a point for decimals, such as 0.5.
    """
    match = _PLAIN_NUMBER.fullmatch(text.strip())
    expected = f"a number from {write_number(low)} to {write_number(high)} {unit}"
    if match is None:
        raise BadInput(field, f"Enter {expected} with a point for decimals, such as 0.5.")
    if len(match["part"] or "") > places:
        raise BadInput(field, f"Enter {expected} with at most {places} decimals.")
    value = Decimal(match[0])
    if not low <= value <= high:
        raise BadInput(field, f"Enter {expected}; {write_number(value)} {unit} is outside it.")
    return value


def write_number(value: Decimal | float | int) -> str:
    """A number without trailing zeros and with a leading one.

    >>> write_number(Decimal("2.0")), write_number(Decimal(".50")), write_number(Decimal("120"))
    ('2', '0.5', '120')
    """
    text = format(Decimal(str(value)), "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its unit (UCUM spelling: mg, mL, mm[Hg], /min, %)."""

    value: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{write_number(self.value)} {self.unit}"
