"""Where the client is on the curve: plasma and effect-site concentrations from published population models.

Exact for every sequence of boluses, infusions, depots and devices; in nanograms of base per millilitre and minutes.
It shows what a model says and how sure it is; it proposes nothing.
"""

from openkap.clinical.kinetics.comparison import Comparison, compare, tell_apart
from openkap.clinical.kinetics.exposure import Administered, Exposure, expose, tell_guide
from openkap.clinical.kinetics.population import Population, population
from openkap.clinical.kinetics.reading import Landmark, Reading, lowest_studied, read_curve
from openkap.clinical.kinetics.scenario import Client, Dose, Scenario, read_scenario
from openkap.clinical.kinetics.simulate import Band, Curves, simulate
from openkap.clinical.kinetics.speaking import say_reading

__all__ = [
    "Administered",
    "Band",
    "Client",
    "Comparison",
    "Curves",
    "Dose",
    "Exposure",
    "Landmark",
    "Population",
    "Reading",
    "Scenario",
    "compare",
    "expose",
    "lowest_studied",
    "population",
    "read_curve",
    "read_scenario",
    "say_reading",
    "simulate",
    "tell_apart",
    "tell_guide",
]
