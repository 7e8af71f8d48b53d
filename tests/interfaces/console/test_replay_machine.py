"""Two tablets without a network, a line that loses and repeats, clocks that are set: whatever happens, the record is
the one that would have been made by hand, in order.

Every step goes through the address that the room's script posts to, into the database. Each run is undone afterwards.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from tests.interfaces.console.device import Tablet, Taken
from tests.interfaces.console.support import Room
from tests.support.course import in_the_room
from tests.support.people import found

from openkap.terms.identity import Role

# The night in which Chicago's clocks go back: the session begins at 00:30 and the hour from 1 to 2 comes twice.
NIGHT = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
NEAR = timedelta(seconds=5)
FORMS = st.sampled_from(
    [
        ("reading", {"sbp": "131", "dbp": "83"}),
        ("reading", {"hr": "88", "spo2": "97"}),
        ("mark", {"what": "tears"}),
        ("mark", {"what": "nausea"}),
        ("note", {"text": "Quiet, eyes closed."}),
        ("dose", {"route": "im", "dose": "1", "unit": "mg", "confirmed": "yes"}),  # many stay within the order
    ]
)
KINDS = {"mark": "event"}
DRAWN = st.shared(st.sampled_from([0, 1]), key="tablet")


def machine_of(room: Room, tablets: tuple[Tablet, Tablet]) -> type[RuleBasedStateMachine]:
    began = room.clock.at

    class TwoTablets(RuleBasedStateMachine):
        entries = Bundle("entries")

        def __init__(self) -> None:
            super().__init__()
            self.undone = transaction.atomic()
            self.undone.__enter__()
            self.model: dict[str, Taken] = {}
            self.strikes: dict[str, set[str]] = {}
            room.clock.at = began
            for tablet in tablets:
                tablet.fast_by, tablet.moved, tablet.queue, tablet.sequence = timedelta(0), 0, [], 0
                tablet.learn()

        @initialize(fast=st.tuples(*[st.integers(-600, 600)] * 2))
        def their_clocks_are_wrong(self, fast: tuple[int, int]) -> None:
            for tablet, seconds in zip(tablets, fast, strict=True):
                tablet.fast_by = timedelta(seconds=seconds)
                tablet.learn()

        @rule(seconds=st.integers(20, 900))
        def time_passes(self, seconds: int) -> None:
            room.clock.tick(seconds=seconds)

        @rule(which=st.integers(0, 1), minutes=st.integers(1, 20))
        def a_tablet_sleeps(self, which: int, minutes: int) -> None:
            if not tablets[which].was_set:  # asleep and set, before anything was sent: nothing can tell them apart
                tablets[which].sleeps(minutes)

        @rule(which=st.integers(0, 1), minutes=st.sampled_from([-60, -7, 7, 60]))
        def a_clock_is_set(self, which: int, minutes: int) -> None:
            if not tablets[which].slept:
                tablets[which].clock_is_set(timedelta(minutes=minutes))

        @rule(target=entries, which=st.integers(0, 1), what=FORMS)
        def something_is_entered(self, which: int, what: tuple[str, dict[str, str]]) -> tuple[int, Taken]:
            room.clock.tick(seconds=1)
            taken = tablets[which].take(what[0], **what[1])
            self.model[taken.number] = taken
            return which, taken

        @rule(target=entries, of=entries)
        def it_is_struck_on_the_same_tablet(self, of: tuple[int, Taken]) -> tuple[int, Taken]:
            which, struck = of
            if struck.form == "strike":
                struck = self.model[struck.data["struck_id"]]
            room.clock.tick(seconds=1)
            reason = f"Slip {len(self.strikes)}."
            taken = tablets[which].take("strike", struck_id=struck.number, reason=reason)
            self.strikes.setdefault(struck.number, set()).add(reason)
            return which, taken

        @rule(which=st.integers(0, 1), data=st.data(), answered=st.booleans())
        def one_is_sent(self, which: int, data: st.DataObject, answered: bool) -> None:
            """Any of those that wait, not the first; it arrives, the answer perhaps does not."""
            queue = tablets[which].queue
            if queue:
                self._send(tablets[which], data.draw(st.sampled_from(queue)), answered=answered)

        @rule(of=entries)
        def an_old_one_is_sent_once_more(self, of: tuple[int, Taken]) -> None:
            """Kept or not: by a script that has forgotten the receipt."""
            which, taken = of
            answer = tablets[which].post(taken)
            assert answer.status_code in (200, 409, 425), answer.content
            if taken in tablets[which].queue:
                self._judge(tablets[which], taken, answer)

        @rule(of=entries)
        def another_tablet_sends_a_copy(self, of: tuple[int, Taken]) -> None:
            which, taken = of
            assert tablets[1 - which].post(taken, device=tablets[which].device).status_code == 422

        def _send(self, tablet: Tablet, taken: Taken, *, answered: bool) -> None:
            answer = tablet.post(taken)
            assert answer.status_code in (200, 409, 425), (taken, answer.content)
            if answered:
                self._judge(tablet, taken, answer)

        def _judge(self, tablet: Tablet, taken: Taken, answer: Any) -> None:
            tablet.heard(taken, answer)
            if answer.status_code == 409:  # only a second strike of one entry may be refused
                assert taken.form == "strike", answer.content
                assert "struck already" in answer.json()["message"]
                tablet.queue.remove(taken)

        def teardown(self) -> None:
            try:
                self._all_is_sent_and_the_record_is_right()
            finally:
                transaction.set_rollback(True)
                self.undone.__exit__(None, None, None)

        def _all_is_sent_and_the_record_is_right(self) -> None:
            for tablet in tablets:
                for _ in range(2):  # in the second turn, what is struck is there
                    for taken in list(reversed(tablet.queue)):
                        self._send(tablet, taken, answered=True)
                assert tablet.queue == []
            record = sorted(room.entries(), key=lambda entry: entry.order)
            kept = {str(entry.id): entry for entry in record if entry.kind not in ("start", "strike")}
            assert kept.keys() == self.model.keys()
            for number, taken in self.model.items():
                entry = kept[number]
                assert entry.kind == KINDS.get(taken.form, taken.form)
                assert abs(entry.at - taken.really_at) <= NEAR, (entry.at, taken)
                if taken.form == "reading":
                    assert entry.reading is not None
                    said = (entry.reading.systolic_mmhg, entry.reading.heart_rate_per_min)
                    assert said == tuple(
                        int(taken.data[name]) if name in taken.data else None for name in ("sbp", "hr")
                    )
                assert (entry.struck_because in self.strikes[number]) if number in self.strikes else not entry.struck
            assert len([entry for entry in record if entry.kind == "strike"]) == len(self.strikes)
            order = [number for number in kept if number in self.model]
            times = [self.model[number].really_at for number in order]
            assert all(later - earlier > -NEAR for earlier, later in pairwise(times))

    return TwoTablets


@pytest.fixture
def night(db: None, clock: Any, bob_of: Any) -> Room:
    place = found(NIGHT - timedelta(days=9), "Alder House")
    traveller = in_the_room(place, NIGHT - timedelta(days=4, hours=6, minutes=20))
    clock.at = NIGHT + timedelta(minutes=1)
    return Room(place, traveller, clock, bob_of(place))


def campaign(night: Room, *, runs: int) -> None:
    night.clock.tick(minutes=75)  # an hour that a clock can go back by, within the session
    tablets = (Tablet(night, Role.MONITOR), Tablet(night, Role.MONITOR))
    run_state_machine_as_test(
        machine_of(night, tablets),
        settings=settings(
            max_examples=runs, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_two_tablets_make_one_record(night: Room) -> None:
    campaign(night, runs=20)


@pytest.mark.full
def test_two_tablets_make_one_record_in_five_hundred_runs(night: Room) -> None:
    campaign(night, runs=500)
