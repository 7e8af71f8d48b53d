"""Who is simulated and what is given: values that are valid once they exist, and a scenario read from JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openkap.terms.refusal import BadInput

__all__ = ["Client", "Dose", "Scenario", "read_scenario"]

ROUTES = ("iv", "im", "in", "sl", "po")
BASES = ("base", "hydrochloride")
ANCESTRIES = ("asian", "japanese")
DRUGS = ("racemic ketamine", "esketamine")
MOST_TIMES = 10_000
MOST_DOSES = 200


def number(value: object, field: str, *, low: float, high: float, above: bool = False) -> float:
    """`value` as a number from `low` (or above it) to `high`, or BadInput that names the field and the range."""
    said = f"{'more than' if above else 'from'} {low:g} {'up ' if above else ''}to {high:g}"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadInput(field, f"give a number {said}.")
    if not (low < value if above else low <= value) or value > high:  # not-a-number compares with nothing
        raise BadInput(field, f"this number is outside what is allowed; give one {said}.")
    return float(value)


def choice(value: object, field: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise BadInput(field, f'"{value}" is not known here; choose {" or ".join(allowed)}.')
    return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What the models ask about a person. None means that nobody has said.

    weight_kg: 2 to 400; age_y: 0 to 120; ancestry: "asian" or "japanese" (who count as both), where a model knows it.
    """

    weight_kg: float | None = None
    age_y: float | None = None
    ancestry: str | None = None

    def __post_init__(self) -> None:
        if self.weight_kg is not None:
            number(self.weight_kg, "weight_kg", low=2, high=400)
        if self.age_y is not None:
            number(self.age_y, "age_y", low=0, high=120)
        if self.ancestry is not None:
            choice(self.ancestry, "ancestry", ANCESTRIES)

    @property
    def ancestries(self) -> frozenset[str]:
        """A client of Japanese descent is in both groups of the study that measured it."""
        if self.ancestry is None:
            return frozenset()
        return frozenset({"asian", self.ancestry})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One bolus, infusion, injection, lozenge, tablet or spray device.

    mg: of base, or of the salt when `basis` is "hydrochloride"; start_min: minutes from the beginning of the scenario.
    duration_min: of an intravenous infusion; 0 is a bolus. Other routes take theirs from the model.
    form ("wafer", "lozenge"), mucosal_fraction and spat_out belong to the mouth (route "sl") alone.
    """

    route: str
    mg: float
    start_min: float
    duration_min: float = 0.0
    basis: str = "base"
    form: str | None = None
    mucosal_fraction: float | None = None
    spat_out: bool = False

    def __post_init__(self) -> None:
        choice(self.route, "route", ROUTES)
        number(self.mg, "mg", low=0, high=5000, above=True)
        number(self.start_min, "start_min", low=0, high=100_000)
        number(self.duration_min, "duration_min", low=0, high=10_000)
        choice(self.basis, "basis", BASES)
        if self.duration_min > 0 and self.route != "iv":
            raise BadInput("duration_min", f'only route "iv" has a duration; "{self.route}" takes it from the model.')
        if not isinstance(self.spat_out, bool):
            raise BadInput("spat_out", "give true or false.")
        if self.form is not None and not isinstance(self.form, str):
            raise BadInput("form", "give the name of a form, such as lozenge.")
        if self.mucosal_fraction is not None:
            number(self.mucosal_fraction, "mucosal_fraction", low=0, high=1, above=True)
            if self.form is not None:
                raise BadInput("mucosal_fraction", "give either the form or the fraction, not both.")
        of_the_mouth = self.form is not None or self.mucosal_fraction is not None or self.spat_out
        if of_the_mouth and self.route != "sl":
            raise BadInput("route", 'form, mucosal_fraction and spat_out belong to route "sl".')


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A question to a model. `drug` None means the model's own; `analytes` empty means the one that was given."""

    model_id: str
    client: Client
    doses: tuple[Dose, ...]
    times_min: tuple[float, ...]
    analytes: tuple[str, ...] = ()
    drug: str | None = None
    band: bool = False
    level_ng_per_ml: float | None = None


SCENARIO_FIELDS = (
    "model",
    "drug",
    "weight_kg",
    "age_y",
    "ancestry",
    "doses",
    "times_min",
    "analytes",
    "band",
    "level_ng_per_ml",
)
DOSE_FIELDS = ("route", "mg", "start_min", "duration_min", "basis", "form", "mucosal_fraction", "spat_out")
_REQUIRED_OF_A_DOSE = ("route", "mg", "start_min")


def read_scenario(given: Mapping[str, Any]) -> Scenario:
    """A scenario from a JSON object; every field that is unknown, missing or out of range is refused by its name.

    >>> read_scenario({"model": "kamp-2020", "weight_kg": 70, "times_min": [10],
    ...     "doses": [{"route": "iv", "dose": 35, "start_min": 0}]})
    Traceback (most recent call last):
    ...
    openkap.terms.refusal.BadInput: no such field; units stand in the names. Known: basis, duration_min, form, mg, \
mucosal_fraction, route, spat_out, start_min.
    """
    _only_known(given, SCENARIO_FIELDS, "")
    for name in ("model", "doses", "times_min"):
        if name not in given:
            raise BadInput(name, "this field is missing.")
    if not isinstance(given["model"], str):
        raise BadInput("model", "give the id of a model, such as kamp-2020.")
    level = given.get("level_ng_per_ml")
    band = given.get("band", False)
    if not isinstance(band, bool):
        raise BadInput("band", "give true or false.")
    return Scenario(
        model_id=given["model"],
        client=Client(
            weight_kg=_number_or_none(given, "weight_kg"),
            age_y=_number_or_none(given, "age_y"),
            ancestry=given.get("ancestry"),
        ),
        doses=_doses(given["doses"]),
        times_min=_times(given["times_min"]),
        analytes=_analytes(given.get("analytes", [])),
        drug=None if given.get("drug") is None else choice(given["drug"], "drug", DRUGS),
        band=band,
        level_ng_per_ml=None if level is None else number(level, "level_ng_per_ml", low=0, high=100_000, above=True),
    )


def _only_known(given: Mapping[str, Any], known: Sequence[str], path: str) -> None:
    for name in given:
        if name not in known:
            raise BadInput(
                f"{path}{name}", f"no such field; units stand in the names. Known: {', '.join(sorted(known))}."
            )


def _number_or_none(given: Mapping[str, Any], name: str) -> float | None:
    value = given.get(name)
    return None if value is None else number(value, name, low=-1e9, high=1e9)


def _list(value: object, field: str, *, most: int) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise BadInput(field, "give a list with at least one entry.")
    if len(value) > most:
        raise BadInput(field, f"give at most {most} entries.")
    return value


def _times(value: object) -> tuple[float, ...]:
    entries = _list(value, "times_min", most=MOST_TIMES)
    return tuple(number(entry, f"times_min[{at}]", low=0, high=100_000) for at, entry in enumerate(entries))


def _analytes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise BadInput("analytes", 'give a list of names, such as ["ketamine"].')
    return tuple(dict.fromkeys(value))


def _doses(value: object) -> tuple[Dose, ...]:
    doses = []
    for at, entry in enumerate(_list(value, "doses", most=MOST_DOSES)):
        path = f"doses[{at}]"
        if not isinstance(entry, dict):
            raise BadInput(path, "give an object with route, mg and start_min.")
        _only_known(entry, DOSE_FIELDS, f"{path}.")
        for name in _REQUIRED_OF_A_DOSE:
            if entry.get(name) is None:
                raise BadInput(f"{path}.{name}", "this field is missing.")
        try:
            doses.append(Dose(**entry))
        except BadInput as refusal:
            raise BadInput(f"{path}.{refusal.field}", refusal.message) from None
    return tuple(doses)
