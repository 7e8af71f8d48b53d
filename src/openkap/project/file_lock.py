"""Locks between processes. The kernel lets go of them when a process ends, however it ends; none is left over."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openkap.terms.refusal import Refusal

__all__ = ["alone", "exclusive", "share"]

_PAUSE_SECONDS = 0.02


@contextmanager
def exclusive(path: Path, *, limit_seconds: float) -> Iterator[None]:
    """Holds the lock on `path`, waiting for whoever has it, or Refusal after `limit_seconds`."""
    descriptor = _open(path)
    try:
        deadline = time.monotonic() + limit_seconds
        while not _take(descriptor, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise Refusal(
                    f"Another openkap has been starting or stopping the database in {path.parent} for "
                    f"{limit_seconds:.0f} seconds. Wait for it to end, or end it, and try again."
                )
            time.sleep(_PAUSE_SECONDS)
        yield
    finally:
        os.close(descriptor)


def share(path: Path) -> int:
    """A descriptor that says "I use this" beside others who do, until it is closed or this process ends."""
    descriptor = _open(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def alone(path: Path) -> bool:
    """Whether no process holds a share of `path`."""
    descriptor = _open(path)
    try:
        return _take(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _take(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
