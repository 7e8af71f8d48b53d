"""The parameters of one client, or of many who differ as the model says: covariates, their limits, and fixed draws."""

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openkap.clinical.kinetics.scenario import Client
from openkap.knowledge.kinetics import Model, Parameter
from openkap.terms.refusal import BadInput

__all__ = ["BLOCK", "SEED", "Body", "draw", "typical"]

Array = NDArray[np.float64]

# One seed for every band, and draws that depend on nothing but the seed, the parameter's name and the client's place:
# a band does not flicker when a dose is moved, and the same virtual client meets every route.
SEED = 20260101
BLOCK = 4096
# Models of children are printed for 70 kg, which is where their scaling ends; their own ranges of weight are not held.
_GROWN_KG = 70.0


@dataclass(frozen=True, slots=True)
class Body:
    """Parameter values by name: numbers for one client, arrays (clients,) where many differ. `typical` has no draws."""

    values: dict[str, float | Array]
    typical: dict[str, float]
    count: int | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """() for one client, (clients,) for many."""
        return () if self.count is None else (self.count,)

    def with_typical(self, name: str, value: float) -> float | Array:
        """What `name` is for these clients when its typical value is `value`: each keeps the own deviation from it.

        Shares deviate on the logit scale, so that they stay between 0 and 1.
        """
        own, usual = self.values[name], self.typical[name]
        if not isinstance(own, np.ndarray) and own == usual:
            return value
        shift = _logit(np.asarray(own)) - _logit(np.asarray(usual))
        return np.asarray(1 / (1 + np.exp(-(_logit(np.asarray(value)) + shift))), dtype=np.float64)


def _logit(share: Array) -> Array:
    return np.asarray(np.log(share) - np.log1p(-share), dtype=np.float64)


def typical(model: Model, client: Client) -> tuple[Body, tuple[str, ...]]:
    """The typical values for a client, with sentences for whatever was held to the studied range or is not known.

    Raises BadInput (field weight_kg) when the model scales with a weight that nobody gave.
    """
    warnings: list[str] = []
    if model.uses_weight and client.weight_kg is None:
        raise BadInput("weight_kg", f"{model.id} scales with weight: give weight_kg.")
    weight = _held("weight", client.weight_kg, model.weight_range_kg, "kg", model, warnings)
    age = _held("age", client.age_y, model.age_range_y, "years", model, warnings)
    if model.uses_age and client.age_y is None:
        warnings.append(model.age_default)
    if client.ancestry is not None and not model.ancestries:
        warnings.append(f"{model.id} knows no effect of ancestry; it is not used.")
    if model.uses_weight and model.weight_range_kg is None and weight is not None and weight > _GROWN_KG:
        warnings.append(
            f"The weights studied for {model.id} are not confirmed; {weight:g} kg is that of a grown person."
        )
    if model.people == "children" and (client.age_y is None or client.age_y >= 18):
        warnings.append(
            f"{model.id} is a model of children ({model.population}); an adult is outside what was studied."
        )
    values = {
        name: _covaried(parameter, weight, age, client.ancestries) for name, parameter in model.parameters.items()
    }
    return Body(values=dict(values), typical=values), tuple(warnings)


def _held(
    what: str,
    value: float | None,
    studied: tuple[float, float] | None,
    unit: str,
    model: Model,
    warnings: list[str],
) -> float | None:
    """`value` within the studied range; beyond it the nearer end, and a sentence that says so."""
    if value is None or studied is None or studied[0] <= value <= studied[1]:
        return value
    held = min(max(value, studied[0]), studied[1])
    uses = model.uses_weight if what == "weight" else model.uses_age
    used = f"the model was read at {held:g} {unit}" if uses else f"the model does not use {what}"
    low, high = studied
    warnings.append(
        f"The {what} of {value:g} {unit} is outside {low:g} to {high:g} {unit}, the range of {model.id}; {used}."
    )
    return held


def _covaried(parameter: Parameter, weight: float | None, age: float | None, ancestries: frozenset[str]) -> float:
    value = parameter.value
    if parameter.weight_exponent != 0 and weight is not None:
        value *= (weight / parameter.reference_weight_kg) ** parameter.weight_exponent
    if parameter.per_year != 0 and age is not None:
        value += parameter.per_year * max(0.0, age - parameter.above_age_y)
    for name, factor in (parameter.factors or {}).items():
        value *= factor if name in ancestries else 1.0
    return value


def draw(model: Model, usual: Body, *, first: int, count: int) -> Body:
    """Clients number `first` to `first + count` of the virtual crowd around the typical values of one client.

    Raises BadInput (field band) when no spread between clients is held for the model.
    """
    spread = model.spread
    if spread is None:
        raise BadInput("band", f"no spread between clients is held for {model.id}: ask without a band.")
    values: dict[str, float | Array] = dict(usual.typical)
    for name, (low, high) in spread.plausible.items():
        # The typical value itself is unsure: each virtual client lives under another one, evenly on the log scale.
        values[name] = low * (high / low) ** _block_values(f"{name} typical", first, count, uniform=True)
    log_deviation = {
        name: np.sqrt(variance) * _block_values(name, first, count) for name, variance in spread.log_variance.items()
    }
    for (one, other), covariance in spread.covariance.items():
        slope = covariance / spread.log_variance[one]
        rest = np.sqrt(spread.log_variance[other] - slope * covariance)
        log_deviation[other] = slope * log_deviation[one] + rest * _block_values(other, first, count)
    for name, deviation in log_deviation.items():
        values[name] = values[name] * np.exp(deviation)
    for name, variance in spread.logit_variance.items():
        shifted = _logit(np.asarray(values[name])) + np.sqrt(variance) * _block_values(name, first, count)
        values[name] = np.asarray(1 / (1 + np.exp(-shifted)), dtype=np.float64)
    return Body(values=values, typical=usual.typical, count=count)


def _block_values(name: str, first: int, count: int, *, uniform: bool = False) -> Array:
    """Standard normal (or uniform) numbers for the clients asked, drawn in blocks that do not depend on the asking."""
    key = zlib.crc32(name.encode())
    blocks = range(first // BLOCK, (first + count - 1) // BLOCK + 1)
    drawn = []
    for block in blocks:
        generator = np.random.Generator(np.random.SFC64([SEED, key, block]))
        drawn.append(generator.random(BLOCK) if uniform else generator.standard_normal(BLOCK))
    start = first - blocks[0] * BLOCK
    return np.concatenate(drawn)[start : start + count]
