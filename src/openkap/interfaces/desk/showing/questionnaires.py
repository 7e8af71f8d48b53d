"""What was asked of clients and what became of it, as written rows; and who is to be talked with."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from openkap.interfaces.desk.showing.banner import name_of
from openkap.interfaces.desk.showing.worklist import Group, WorkLine
from openkap.interfaces.desk.wording import waited
from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Cell, Column, Link, Row
from openkap.knowledge.measures import measure as find_measure
from openkap.knowledge.schedules import HEALTH, schedules
from openkap.records.people.shapes import Client
from openkap.services.follow_up import FollowUp
from openkap.services.read_asking import AskingState
from openkap.services.read_completion import Completed, Standing, Tally, completion, tally

__all__ = [
    "ASKED_COLUMNS",
    "CLIENT_COLUMNS",
    "MEASURE_COLUMNS",
    "asked_rows",
    "client_rows",
    "counted",
    "follow_up_group",
    "form_named",
    "measure_rows",
]

_COUNTS = (
    Column(label="Answered", number=True),
    Column(label="Of these late", number=True),
    Column(label="Waiting", number=True),
    Column(label="Stopped", number=True),
    Column(label="Not answered", number=True),
)
ASKED_COLUMNS = (
    Column(label="Form"),
    Column(label="Occasion"),
    Column(label="Asked"),
    Column(label="Sent"),
    Column(label="State"),
)
MEASURE_COLUMNS = (Column(label="Form"), Column(label="Occasion"), *_COUNTS)
CLIENT_COLUMNS = (Column(label="Client"), *_COUNTS)
_TONES = {Standing.ANSWERED: "ok", Standing.ANSWERED_LATE: "ok", Standing.LATE: "watch", Standing.STOPPED: "note"}


def form_named(key: str) -> str:
    return "Questions about health" if key == HEALTH else find_measure(key).short_title


def asked_rows(request: HttpRequest, rows: Iterable[Completed], state: AskingState) -> list[Row]:
    """Everything that was asked of one client, the latest first."""
    zone = request.practice.zone
    return [
        Row(
            cells=(
                Cell(text=form_named(one.asking.measure), url=reverse("desk:response", args=[one.asking.response_id])),
                _occasion(state, one.asking.occasion),
                written.day(one.asking.asked_at.astimezone(zone).date()),
                "" if one.asking.submitted_at is None else written.moment(one.asking.submitted_at, zone),
                _said(one),
            )
        )
        for one in rows
    ]


def client_rows(states: Iterable[AskingState], clients: dict[object, Client]) -> list[Row]:
    """One row for each client of whom anything was asked, by name."""
    found = [(name_of(clients[one.course.client_id]), one) for one in states if one.asked]
    return [
        Row(
            cells=(
                Cell(text=name, url=reverse("desk:client-questionnaires", args=[one.course.client_id])),
                *_counts(one),
            )
        )
        for name, one in sorted(found, key=lambda pair: pair[0])
    ]


def measure_rows(states: Iterable[AskingState]) -> list[Row]:
    """One row for each measure on each occasion, in the order of the schedules."""
    groups: dict[tuple[str, str], list[Completed]] = {}
    titles: dict[str, str] = {}
    for state in states:
        for one in completion(state):
            titles[one.asking.occasion] = _occasion(state, one.asking.occasion)
            groups.setdefault((one.asking.occasion, one.asking.measure), []).append(one)
    places = list(
        dict.fromkeys(
            (occasion.key, ask.measure) for plan in schedules() for occasion in plan.occasions for ask in occasion.asks
        )
    )
    order = [*(key for key in places if key in groups), *(key for key in groups if key not in places)]
    return [
        Row(cells=(form_named(measure), titles[occasion], *_written(tally(groups[occasion, measure]))))
        for occasion, measure in order
    ]


def counted(one: Tally) -> str:
    """ "23 of 31 answered (74 %)"."""
    share = f" ({round(100 * one.answered / one.asked)} %)" if one.asked else ""
    return f"{one.answered} of {one.asked} answered{share}"


def follow_up_group(
    request: HttpRequest, follow_ups: Iterable[FollowUp], clients: dict[object, Client]
) -> Group | None:
    """The lines of work; None where there are none."""
    lines = tuple(_work_line(request, one, clients[one.client_id]) for one in follow_ups)
    return Group(title="Questionnaires to talk about", open=lines, ahead=(), key="to-talk-about") if lines else None


def _work_line(request: HttpRequest, one: FollowUp, client: Client) -> WorkLine:
    url = reverse("desk:client-questionnaires", args=[client.id])
    return WorkLine(
        name=name_of(client),
        url=reverse("desk:client", args=[client.id]),
        what=one.what,
        notes=(f"waits for {waited(one.since, request.now)}",),
        urgent=False,
        action=Link(label="Say what was done", url=url),
    )


def _occasion(state: AskingState, key: str) -> str:
    found = state.schedule.occasion(key)
    return found.title if found else key


def _said(one: Completed) -> Cell | str:
    tone = _TONES.get(one.standing)
    return Cell(text=one.standing.value, tone=tone) if tone else one.standing.value


def _counts(state: AskingState) -> tuple[str, ...]:
    return _written(tally(completion(state)))


def _written(one: Tally) -> tuple[str, ...]:
    rest = (one.answered_late, one.waiting, one.stopped, one.passed)
    return (f"{one.answered} of {one.asked}", *(str(number) for number in rest))
