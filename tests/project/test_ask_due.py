"""The clock that asks: it outlives a pass that fails, says so once without anything personal, and stops when told."""

import logging

import pytest
from tests.support.course import begin
from tests.support.people import Place

from openkap.interfaces.kit import clock
from openkap.project.commands import ask_due
from openkap.records.asking import find as asking


class Rounds:
    """An Event that lets so many minutes pass at once."""

    def __init__(self, rounds: int) -> None:
        self.left = rounds

    def wait(self, _: float) -> bool:
        self.left -= 1
        return self.left < 0


def test_a_pass_that_fails_is_said_once_and_the_next_one_comes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    outcomes = [RuntimeError("Pat Doe"), RuntimeError("Pat Doe"), None, RuntimeError("Pat Doe")]
    done = []

    def ask() -> int:
        done.append(outcomes.pop(0))
        if done[-1] is not None:
            raise done[-1]
        return 0

    monkeypatch.setattr(ask_due, "_ask", ask)
    with caplog.at_level(logging.WARNING):
        ask_due.ask_every_minute(Rounds(4))
    assert len(done) == 4
    assert [record.getMessage() for record in caplog.records] == [
        "what is due could not be asked (RuntimeError); it is tried again each minute"
    ] * 2
    assert "Pat" not in caplog.text


def test_every_practice_is_asked_by_the_screens_clock(practice: Place, now, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    begin(practice, now)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=1))
    assert ask_due._ask() == 1
    assert len(asking.askings(within=practice.id)) == 6
    assert ask_due._ask() == 0
