"""What a pathway file says, as typed values."""

from dataclasses import dataclass

__all__ = ["Criterion", "LeftOut", "Pathway", "Phase", "SessionKind", "Window"]


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of the way, with plain words for a client: what happens, and who is with you."""

    key: str
    name: str
    what_happens: str
    who_is_with_you: str


@dataclass(frozen=True, slots=True)
class SessionKind:
    """How many sessions of a kind the pathway wants: at least, and usually; each of so many minutes."""

    kind: str
    minimum: int
    typical: int
    minutes: int
    source: str


@dataclass(frozen=True, slots=True)
class Window:
    """A session of `kind` belongs from so many to so many hours after each dose."""

    kind: str
    from_hours: int
    to_hours: int
    source: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing the readiness gate asks. `test` names the pure function that judges it, `limit` and `topic` steer it.

    A criterion that is not `must` does not close the gate: it makes the verdict "ready with conditions".
    `overridable`: whether a prescriber may, by name and with a reason, open the gate although it is not met.
    """

    id: str
    title: str
    test: str
    must: bool
    overridable: bool
    by: str
    resolve: str
    source: str
    topic: str = ""
    limit: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What another model's gate asks and this one does not, shown so that nobody takes silence for a yes."""

    title: str
    because: str


@dataclass(frozen=True, slots=True)
class Pathway:
    """A care model. `schedule`: the key of what is asked of its clients, and when (`knowledge.schedules`)."""

    key: str
    edition: str
    title: str
    in_one_sentence: str
    schedule: str
    phases: tuple[Phase, ...]
    sessions: tuple[SessionKind, ...]
    windows: tuple[Window, ...]
    topics: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    leaves_out: tuple[LeftOut, ...]
    sources: tuple[str, ...]

    def session(self, kind: str) -> SessionKind | None:
        return next((session for session in self.sessions if session.kind == kind), None)

    def window(self, kind: str) -> Window | None:
        return next((window for window in self.windows if window.kind == kind), None)
