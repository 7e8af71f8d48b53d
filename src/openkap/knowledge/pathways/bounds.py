"""What a value of a pathway file may be. Written beside the field's type, so that file, reader and message agree."""

from dataclasses import dataclass

__all__ = ["Between", "OneOf"]


@dataclass(frozen=True, slots=True)
class Between:
    low: int
    high: int

    def allows(self, value: object) -> bool:
        return isinstance(value, int) and self.low <= value <= self.high

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"a whole number from {self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class OneOf:
    words: tuple[str, ...]

    def allows(self, value: object) -> bool:
        return value in self.words

    def __str__(self) -> str:
        return f"one of {', '.join(self.words)}"
