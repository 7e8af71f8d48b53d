"""A product of parameters over parameters, as it stands in the data: `CL/V1`, `(1-FRn)*Fgut`, `2*FN/MTT`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Expression"]

Value = float | NDArray[np.float64]

_FACTOR = re.compile(r"(?P<over>[*/])(?:\(1-(?P<rest>[A-Za-z]\w*)\)|(?P<name>[A-Za-z]\w*)|(?P<number>\d+))")


@dataclass(frozen=True, slots=True)
class Expression:
    """Factors in order: the name of a parameter or a number, whether it divides, whether `1 - parameter` is meant."""

    text: str
    factors: tuple[tuple[str | float, bool, bool], ...]

    @staticmethod
    def parse(text: str) -> "Expression":
        """Reads products and quotients of names, whole numbers and `(1-name)`. Raises ValueError for anything else.

        >>> Expression.parse("(1-FRn)*Fgut").evaluate({"FRn": 0.54, "Fgut": 0.64})
        0.2944
        """
        rest, factors = f"*{text}", []
        while rest:
            found = _FACTOR.match(rest)
            if found is None:
                raise ValueError(f'"{text}" is not a product of names, whole numbers and (1-name).')
            term = float(found["number"]) if found["number"] else found["name"] or found["rest"]
            factors.append((term, found["over"] == "/", found["rest"] is not None))
            rest = rest[found.end() :]
        return Expression(text, tuple(factors))

    @property
    def names(self) -> frozenset[str]:
        return frozenset(term for term, _, _ in self.factors if isinstance(term, str))

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        """The value for one client (numbers) or many (arrays of equal length)."""
        total: Value = 1.0
        for term, divides, complement in self.factors:
            value: Value = values[term] if isinstance(term, str) else term
            value = 1.0 - value if complement else value
            total = total / value if divides else total * value
        return total
