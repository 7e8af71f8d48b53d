"""Where the client is on the curve: plasma and effect-site concentrations from published population models.

Exact for every sequence of boluses, infusions, depots and devices; in nanograms of base per millilitre and minutes.
It shows what a model says and how sure it is; it proposes nothing.
"""

from openkap.clinical.kinetics.scenario import Client, Dose, Scenario, read_scenario
from openkap.clinical.kinetics.simulate import Band, Curves, simulate

__all__ = ["Band", "Client", "Curves", "Dose", "Scenario", "read_scenario", "simulate"]
