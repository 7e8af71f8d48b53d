"""Charts drawn by the server as SVG: pure functions from plain values to a picture that needs no script.

Each picture says in words what it shows, takes its colours from the theme, and stands beside a table of the same rows.
"""

from openkap.interfaces.kit.chart.exposure import ExposureBand, exposure, exposure_columns, exposure_rows
from openkap.interfaces.kit.chart.pathway import pathway_in_words, pathway_picture, pathway_standalone
from openkap.interfaces.kit.chart.svg import Svg, at_two_widths
from openkap.interfaces.kit.chart.trend import TrendBand, TrendMark, TrendPoint, trend, trend_columns, trend_rows
from openkap.interfaces.kit.chart.vitals import VitalLimit, VitalMark, VitalReading, vitals, vitals_columns, vitals_rows

__all__ = [
    "ExposureBand",
    "Svg",
    "TrendBand",
    "TrendMark",
    "TrendPoint",
    "VitalLimit",
    "VitalMark",
    "VitalReading",
    "at_two_widths",
    "exposure",
    "exposure_columns",
    "exposure_rows",
    "pathway_in_words",
    "pathway_picture",
    "pathway_standalone",
    "trend",
    "trend_columns",
    "trend_rows",
    "vitals",
    "vitals_columns",
    "vitals_rows",
]
