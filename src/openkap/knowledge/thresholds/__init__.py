"""Thresholds of the session and criteria of release, as dated and cited data."""

from openkap.knowledge.thresholds.catalogue import discharge_criteria, signs, thresholds
from openkap.knowledge.thresholds.schema import Level, Threshold, Watch

__all__ = ["Level", "Threshold", "Watch", "discharge_criteria", "signs", "thresholds"]
