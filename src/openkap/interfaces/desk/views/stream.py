"""What every open page of the desk hears at once: how many alerts stand open. Never whose, or what was answered."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from openkap.clinical.authority import Doing
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.context import open_alerts
from openkap.interfaces.kit.hub import ALERTS, HUB
from openkap.interfaces.kit.sse import DESK_STREAMS, event, stream, waves

__all__ = ["alerts_stream"]


@staff_only(Doing.SEE_CLINICAL)
@require_GET
def alerts_stream(request: HttpRequest) -> HttpResponseBase:
    """The kit's `open-alerts` slot: at once, and whenever an alert was raised or acted on."""
    within = request.practice.id

    def read() -> Iterator[str]:
        yield event(render_to_string("kit/alert_count.html", {"open_alerts": open_alerts(within)}))

    def lines() -> Iterator[str]:
        with HUB.listening(ALERTS, practice=str(within)) as ear:
            yield from waves(ear, read)

    return stream(lines, DESK_STREAMS)
