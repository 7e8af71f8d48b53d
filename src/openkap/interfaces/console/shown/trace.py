"""The vital signs of a session as one picture on the clock of its first dose, with the same rows as a table."""

from dataclasses import dataclass
from datetime import datetime

from openkap.interfaces.console.shown.lines import written_dose
from openkap.interfaces.kit import chart
from openkap.interfaces.kit.parts import Column, Row
from openkap.services.read_room import Room

__all__ = ["Trace", "minute_of", "trace"]


@dataclass(frozen=True, slots=True)
class Trace:
    svg: chart.Svg
    columns: tuple[Column, ...]
    rows: list[Row]


def trace(room: Room, *, until: float = 5.0) -> Trace | None:
    """None where no medicine was given, or nothing was measured: there is no clock, or nothing on it.

    until: the minute up to which the clock runs at least.
    """
    if not room.doses or not room.readings:
        return None
    readings = [
        chart.VitalReading(
            minute=minute_of(room, entry.at),
            systolic=entry.reading.systolic_mmhg,
            diastolic=entry.reading.diastolic_mmhg,
            pulse=entry.reading.heart_rate_per_min,
            spo2=entry.reading.spo2_percent,
        )
        for entry in room.readings
        if entry.reading is not None
    ]
    marks = [chart.VitalMark(minute_of(room, dose.given_at), "dose", written_dose(dose)) for dose in room.doses]

    def draw(width: int) -> chart.Svg:
        return chart.vitals(readings, marks, title="Vital signs since the dose", width=width, until=until)

    return Trace(chart.at_two_widths(draw), chart.vitals_columns(), chart.vitals_rows(readings, marks))


def minute_of(room: Room, at: datetime) -> float:
    """Minutes since the first dose of the session, to a tenth."""
    return round((at - room.doses[0].given_at).total_seconds() / 60, 1)
