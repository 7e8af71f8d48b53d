"""The room's picture of what is ahead: vital signs above the predicted concentration, on one clock."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from openkap.interfaces.console.shown.trace import Trace, minute_of, trace
from openkap.interfaces.kit.predicted import Predicted, show_prediction
from openkap.services.read_exposure import predict
from openkap.services.read_room import Room

__all__ = ["Ahead", "ahead"]


@dataclass(frozen=True, slots=True)
class Ahead:
    """trace: None where nothing was measured yet."""

    trace: Trace | None
    predicted: Predicted


def ahead(room: Room, *, zone: tzinfo, at: datetime | None) -> Ahead | None:
    """None before a dose. at: now, while the session goes on; None afterwards."""
    prediction = predict(doses=room.doses, client=room.client)
    if prediction is None:
        return None
    first = min((minute_of(room, entry.at) for entry in room.readings), default=0.0)
    until = prediction.exposure.minutes[-1] if prediction.exposure else 0.0
    return Ahead(trace(room, until=until), show_prediction(prediction, zone=zone, now=at, since=first))
