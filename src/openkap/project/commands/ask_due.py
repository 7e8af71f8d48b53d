"""`openkap ask-due`: asks clients what is due by now, and makes the reminders of the day.

`openkap serve` does the same once a minute by itself; this command is for a timer of the practice's own.
"""

import argparse
import logging
from threading import Event

from openkap.project.django_ready import django_ready

__all__ = ["ask_every_minute", "register", "run"]

_PAUSE_SECONDS = 60.0
_log = logging.getLogger(__name__)


def register(parser: argparse.ArgumentParser) -> None:
    """It takes no options."""


def run(args: argparse.Namespace) -> int:
    with django_ready():
        done = _ask()
    print(f"{done} course{'' if done == 1 else 's'} had something to ask, to remind of, or to tell a person.")
    return 0


def ask_every_minute(ended: Event) -> None:
    """Until `ended`. A pass that fails leaves nothing half done, and the next one finds what it left."""
    from django.apps import apps
    from django.db import connections

    if not apps.is_installed("openkap.records.asking"):
        return
    well = True
    while not ended.wait(_PAUSE_SECONDS):
        try:
            _ask()
            well = True
        except Exception as error:  # the thread must outlive whatever the database, or a fault of ours, does to a pass
            if well:
                _log.warning("what is due could not be asked (%s); it is tried again each minute", type(error).__name__)
            well = False
        finally:
            connections.close_all()


def _ask() -> int:
    from openkap.interfaces.kit import clock
    from openkap.records.practice import find as practices
    from openkap.services.ask_what_is_due import ask_what_is_due

    return sum(ask_what_is_due(within=practice.id, at=clock.now()) for practice in practices.all_practices())
