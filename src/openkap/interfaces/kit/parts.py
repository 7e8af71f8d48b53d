"""The plain values that components show. Views may pass these, or anything with attributes of the same names."""

from dataclasses import dataclass

__all__ = ["Cell", "Choice", "ClientBanner", "Column", "Line", "Link", "OpenAlerts", "Problem", "Row", "Step"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way to another page: in the menu, in tabs, as a way back. `count` is shown when it is more than zero."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlerts:
    """How many alerts wait for a person, and where they are seen to."""

    count: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A term and its value as written text; an empty value is shown as `unknown`, in words."""

    term: str
    value: str = ""
    note: str = ""
    unknown: str = "not asked yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientBanner:
    """Who the screen is about. `name`, `born` come from `written.name` and `written.born`."""

    name: str
    called: str = ""
    pronouns: str = ""
    born: str = ""
    identifier: str = ""
    url: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a way. `state`: "done", "now", "later", or "held" (it waits; the note says for what)."""

    label: str
    state: str
    note: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if self.state not in ("done", "now", "later", "held"):
            raise ValueError(f"a step is done, now, later or held, not {self.state!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer of a question."""

    value: str | int
    label: str
    hint: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that still needs a look, and the field it is about (`url`, such as "#id_weight")."""

    message: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The head of a column; numbers stand right-aligned."""

    label: str
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell that is more than text: a link, or a mark with its tone ("ok", "note", "watch", "alert")."""

    text: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table. `struck` rows were corrected and stay readable."""

    cells: tuple[str | Cell, ...]
    struck: bool = False
