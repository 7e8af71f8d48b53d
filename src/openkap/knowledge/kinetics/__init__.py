"""Population models of ketamine as data: structure, numbers, units, people, sampling site, source, confidence.

The numbers stand in `models/*.toml` (one file per model) and `parts/*.toml` (pieces that several models share). What is
computed from them belongs to `openkap.clinical.kinetics`.
"""

from openkap.knowledge.kinetics.expression import Expression
from openkap.knowledge.kinetics.levels import Level, read_levels
from openkap.knowledge.kinetics.reader import model_ids, read_model
from openkap.knowledge.kinetics.schema import (
    Analyte,
    Device,
    Flow,
    Input,
    Model,
    MucosalShare,
    Parameter,
    Racemate,
    Route,
    Spread,
)
from openkap.knowledge.kinetics.uses import Use, read_uses
from openkap.knowledge.kinetics.validation import Check, Row, read_checks, read_rows

__all__ = [
    "Analyte",
    "Check",
    "Device",
    "Expression",
    "Flow",
    "Input",
    "Level",
    "Model",
    "MucosalShare",
    "Parameter",
    "Racemate",
    "Route",
    "Row",
    "Spread",
    "Use",
    "model_ids",
    "read_checks",
    "read_levels",
    "read_model",
    "read_rows",
    "read_uses",
]
