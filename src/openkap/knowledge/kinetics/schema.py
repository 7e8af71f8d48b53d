"""What a population model is made of. Every value is in minutes, litres, milligrams of base and kilograms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from openkap.knowledge.kinetics.expression import Expression

__all__ = [
    "ELIMINATED",
    "Analyte",
    "Device",
    "Flow",
    "Input",
    "Model",
    "MucosalShare",
    "Parameter",
    "Racemate",
    "Route",
    "Spread",
]

ELIMINATED = "eliminated"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typical value. `value` counts at `reference_weight_kg`; `printed` keeps the number and unit of the source.

    per_year: change for each year of age above `above_age_y`; factors: multiplier by ancestry ("asian", "japanese").
    """

    value: float
    printed: str
    unit: str
    weight_exponent: float = 0.0
    reference_weight_kg: float = 70.0
    per_year: float = 0.0
    above_age_y: float = 0.0
    factors: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """What moves from one state to another, per minute. `copies`: the target follows, the source loses nothing."""

    source: str
    target: str
    rate: Expression
    copies: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """Where a dose goes: `share` of it into a state, at once, or evenly over the parameter `over` (minutes)."""

    into: str
    share: Expression
    over: str | None = None
    swallowed: bool = False


@dataclass(frozen=True, slots=True)
class Device:
    """A spray device: each later one of a session has its share multiplied; devices keep a distance in time."""

    parameter: str
    later_factor: float
    holds_mg: float
    gap_min: float
    session_gap_min: float


@dataclass(frozen=True, slots=True)
class MucosalShare:
    """The share that goes through the mouth: a value per pharmaceutical form, or the clinic's own."""

    parameter: str
    forms: Mapping[str, float]
    studied: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Route:
    """A way in that the model covers. `certainty`: good, fair, least certain, for comparison only."""

    certainty: str
    inputs: tuple[Input, ...]
    device: Device | None = None
    mucosal_share: MucosalShare | None = None


@dataclass(frozen=True, slots=True)
class Analyte:
    """What can be read: amount of `state` over the volume, times `factor` (for a molecular weight)."""

    state: str
    volume: str
    factor: float
    sampling: str
    confidence: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Racemate:
    """How an esketamine model is used for racemate: half to each enantiomer, R cleared `ratio` times as fast."""

    analyte: str
    sums: str
    clearance: str
    ratio: float
    source: str


@dataclass(frozen=True, slots=True)
class Spread:
    """How clients differ: variance on the log or the logit scale, covariances, and ranges of unsure typical values."""

    source: str
    log_variance: Mapping[str, float]
    logit_variance: Mapping[str, float]
    covariance: Mapping[tuple[str, str], float]
    plausible: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Model:
    """One published or derived model, whole. `spread` is None when no spread between clients is held for it."""

    id: str
    name: str
    dated: date
    drug: str
    sampling: str
    confidence: str
    confidence_note: str
    citation: str
    doi: str
    population: str
    structure: str
    people: str
    residual: str
    sources: tuple[str, ...]
    limits: tuple[str, ...]
    weight_range_kg: tuple[float, float] | None
    age_range_y: tuple[float, float] | None
    range_note: str
    age_default: str
    states: tuple[str, ...]
    flows: tuple[Flow, ...]
    parameters: Mapping[str, Parameter]
    routes: Mapping[str, Route]
    analytes: Mapping[str, Analyte]
    racemate: Racemate | None
    spread: Spread | None

    @property
    def uses_weight(self) -> bool:
        return any(parameter.weight_exponent != 0 for parameter in self.parameters.values())

    @property
    def uses_age(self) -> bool:
        return any(parameter.per_year != 0 for parameter in self.parameters.values())

    @property
    def ancestries(self) -> frozenset[str]:
        return frozenset(name for parameter in self.parameters.values() for name in parameter.factors or {})
