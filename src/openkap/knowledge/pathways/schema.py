"""What a pathway file says, as typed values. The bounds in `Annotated` are what the reader refuses by, and names."""

from dataclasses import dataclass, field
from typing import Annotated

from openkap.knowledge.pathways.bounds import Between, OneOf
from openkap.knowledge.schedules import schedule, schedule_keys

__all__ = [
    "AfterDose",
    "Asked",
    "Attested",
    "Condition",
    "Criterion",
    "Gate",
    "LeftOut",
    "Pathway",
    "Phase",
    "Review",
    "Rhythm",
    "RoleNeeded",
    "SessionKind",
    "Setting",
    "StopRule",
    "Window",
]

Value = str | int
Kind = Annotated[str, OneOf(("consult", "preparation", "medicine", "integration"))]
RoleName = Annotated[str, OneOf(("front desk", "guide", "prescriber", "monitor", "lead", "sitter", "client"))]
Route = Annotated[str, OneOf(("iv", "im", "sl-rdt", "in-racemic", "in-esketamine", "oral"))]
Count = Annotated[int, Between(0, 200)]
Minutes = Annotated[int, Between(1, 1440)]
Hours = Annotated[int, Between(0, 8784)]
Days = Annotated[int, Between(1, 1100)]


@dataclass(frozen=True, slots=True)
class RoleNeeded:
    """A role of this care model. `needed`: always, or where the client chooses it."""

    role: RoleName
    does: str
    source: str
    needed: Annotated[str, OneOf(("always", "where chosen"))] = "always"


@dataclass(frozen=True, slots=True)
class Condition:
    """A criterion's test with its parameters, without the words of a gate."""

    test: str
    params: dict[str, Value]

    def text(self, name: str) -> str:
        return str(self.params.get(name, ""))

    def number(self, name: str) -> int | None:
        value = self.params.get(name)
        return value if isinstance(value, int) else None


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of the way, with plain words for a client: what happens, and who is with you.

    sessions: the kinds lived in it. leave_when: all of these, and the phase is behind. next: where it leads, the first
    that has something to do. gate: which gate stands before a medicine session of this phase. end: nothing follows.
    """

    key: str
    name: str
    what_happens: str
    who_is_with_you: str
    by: RoleName = "guide"
    next_step: str = ""
    sessions: tuple[Kind, ...] = ()
    leave_when: tuple[Condition, ...] = ()
    next: tuple[str, ...] = ()
    gate: str = ""
    end: bool = False


@dataclass(frozen=True, slots=True)
class SessionKind:
    """How many sessions of a kind the pathway wants: at least, usually, and at most (None: no end is set).

    per_dose: the numbers count for each dose. valid_days: after so long without going on, it has to be done again.
    observe_minutes: how long a client stays after the medicine. with_roles: who is there.
    """

    kind: Kind
    minimum: Count
    typical: Count
    minutes: Minutes
    source: str
    maximum: Count | None = None
    per_dose: bool = False
    valid_days: Days | None = None
    observe_minutes: Minutes | None = None
    with_roles: tuple[RoleName, ...] = ()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How sessions of a kind follow one another, from one number to another (None: from there on)."""

    kind: Kind
    source: str
    from_number: Count = 1
    to_number: Count | None = None
    least_hours_apart: Hours | None = None
    most_hours_apart: Hours | None = None
    times_per_week: Count | None = None
    all_within_days: Days | None = None

    def covers(self, number: int) -> bool:
        return self.from_number <= number and (self.to_number is None or number <= self.to_number)


@dataclass(frozen=True, slots=True)
class Window:
    """A session of `kind` belongs from so many to so many hours after each dose; `before_next`: and before the next."""

    kind: Kind
    from_hours: Hours
    to_hours: Hours
    source: str
    before_next: bool = True


@dataclass(frozen=True, slots=True)
class AfterDose:
    """What somebody does for the client after each dose, from so many to so many hours: a call, a look, a form.

    until_done: it stays due after the next dose too, as a form does that must be sent.
    """

    key: str
    title: str
    from_hours: Hours
    to_hours: Hours
    by: RoleName
    source: str
    until_done: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure that the schedule asks on one of its occasions: at intake, in preparation, after a dose."""

    measure: str
    occasion: str


@dataclass(frozen=True, slots=True)
class Attested:
    """What a named person looks at and says is so. `each`: once for the course, or for each medicine session."""

    key: str
    title: str
    by: RoleName
    source: str
    each: Annotated[str, OneOf(("course", "session"))] = "course"


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the checklist of set and setting."""

    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands before a phase. override_by: who may open it although it is not ready, by name and with a reason;
    second_person: whether another person must agree by name before an override opens it."""

    key: str
    title: str
    before: str
    source: str
    override_by: RoleName = "prescriber"
    second_person: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing the readiness gate asks. `test` names the pure function that judges it, `params` steer it.

    A criterion that is not `must` does not close the gate: it makes the verdict "ready with conditions".
    `overridable`: whether a prescriber may, by name and with a reason, open the gate although it is not met.
    """

    id: str
    title: str
    test: str
    must: bool
    overridable: bool
    by: RoleName
    resolve: str
    source: str
    params: dict[str, Value]
    gate: str = "readiness"

    @property
    def condition(self) -> Condition:
        return Condition(self.test, self.params)


@dataclass(frozen=True, slots=True)
class Review:
    """A point at which the way is looked at together: after so many sessions, by so many days after the first."""

    key: str
    title: str
    by: RoleName
    source: str
    kind: Kind = "medicine"
    after_sessions: Count | None = None
    by_days: Days | None = None


@dataclass(frozen=True, slots=True)
class StopRule:
    """What makes the course wait, or end, until a named person has decided."""

    key: str
    title: str
    then: Annotated[str, OneOf(("hold", "stop"))]
    by: RoleName
    source: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What another model's gate asks and this one does not, shown so that nobody takes silence for a yes."""

    title: str
    because: str


@dataclass(frozen=True, slots=True)
class Pathway:
    """One edition of a care model. consent: which text is signed; schedule: what is asked of a client, and when.

    asked: what that schedule asks. It stands in no pathway file, so that what is asked is said in one place.
    """

    schema: Annotated[int, Between(1, 1)]
    key: str
    edition: str
    title: str
    in_one_sentence: str
    consent: str
    schedule: Annotated[str, OneOf(schedule_keys())]
    sources: tuple[str, ...]
    roles: tuple[RoleNeeded, ...]
    phases: tuple[Phase, ...]
    sessions: tuple[SessionKind, ...]
    gates: tuple[Gate, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    routes: tuple[Route, ...] = ()
    attendance: tuple[Annotated[str, OneOf(("none", "camera", "intermittent", "continuous"))], ...] = ()
    topics: tuple[str, ...] = ()
    rhythms: tuple[Rhythm, ...] = ()
    windows: tuple[Window, ...] = ()
    after_dose: tuple[AfterDose, ...] = ()
    asked: tuple[Asked, ...] = field(init=False)
    attested: tuple[Attested, ...] = ()
    setting: tuple[Setting, ...] = ()
    reviews: tuple[Review, ...] = ()
    stops: tuple[StopRule, ...] = ()
    leaves_out: tuple[LeftOut, ...] = ()

    def __post_init__(self) -> None:
        occasions = schedule(self.schedule).occasions
        asked = tuple(Asked(ask.measure, occasion.key) for occasion in occasions for ask in occasion.asks)
        object.__setattr__(self, "asked", asked)

    def session(self, kind: str) -> SessionKind | None:
        return next((session for session in self.sessions if session.kind == kind), None)

    def window(self, kind: str) -> Window | None:
        return next((window for window in self.windows if window.kind == kind), None)

    def phase(self, key: str) -> Phase | None:
        return next((phase for phase in self.phases if phase.key == key), None)

    def phase_of(self, kind: str) -> Phase | None:
        """The phase in which sessions of this kind are lived."""
        return next((phase for phase in self.phases if kind in phase.sessions), None)

    def rhythm(self, kind: str, number: int) -> Rhythm | None:
        return next((one for one in self.rhythms if one.kind == kind and one.covers(number)), None)

    def gate_before(self, phase: str) -> Gate | None:
        return next((gate for gate in self.gates if gate.before == phase), None)
