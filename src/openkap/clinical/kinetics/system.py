"""The linear system of a model as far as a question needs it: what the doses reach and what the answers see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openkap.clinical.kinetics.body import Body
from openkap.knowledge.kinetics import Flow, Model

__all__ = ["Structure", "matrix", "readout", "structure"]

Array = NDArray[np.float64]
NG_PER_ML_IN_MG_PER_L = 1000.0


@dataclass(frozen=True, slots=True)
class Structure:
    """The states that matter, in the model's order, and the flows that leave one of them."""

    states: tuple[str, ...]
    flows: tuple[Flow, ...]

    def place(self, state: str) -> int:
        """Where a state stands in the matrix, -1 for one that cannot matter."""
        return self.states.index(state) if state in self.states else -1


def structure(model: Model, *, dosed: Iterable[str], seen: Iterable[str]) -> Structure:
    """States that lie on a way from a dosed state to one that is seen. The rest cannot change the answer."""
    forward = _reach(dosed, [(flow.source, flow.target) for flow in model.flows])
    backward = _reach(seen, [(flow.target, flow.source) for flow in model.flows])
    kept = tuple(state for state in model.states if state in forward and state in backward)
    flows = (flow for flow in model.flows if flow.source in kept and not (flow.copies and flow.target not in kept))
    return Structure(kept, tuple(flows))


def _reach(start: Iterable[str], ways: Sequence[tuple[str, str]]) -> set[str]:
    reached = set(start)
    while more := {target for source, target in ways if source in reached} - reached:
        reached |= more
    return reached


def matrix(system: Structure, body: Body) -> Array:
    """d(amount)/dt per minute: shape (n, n) for one client, (clients, n, n) for many. Columns are sources."""
    size = len(system.states)
    places = {state: at for at, state in enumerate(system.states)}
    generator = np.zeros((*body.shape, size, size))
    for flow in system.flows:
        rate, source, target = flow.rate.evaluate(body.values), places[flow.source], places.get(flow.target)
        if target is not None:
            generator[..., target, source] += rate
        if not flow.copies:
            generator[..., source, source] -= rate
    return generator


def readout(system: Structure, model: Model, body: Body, analytes: Sequence[str]) -> tuple[list[int], Array]:
    """For each analyte the place of its state, and ng/mL per mg there: shape (analytes,) or (clients, analytes)."""
    scale = np.empty((*body.shape, len(analytes)))
    for at, name in enumerate(analytes):
        analyte = model.analytes[name]
        scale[..., at] = NG_PER_ML_IN_MG_PER_L * analyte.factor / body.values[analyte.volume]
    return [system.place(model.analytes[name].state) for name in analytes], scale
