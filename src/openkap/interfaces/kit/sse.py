"""Server-sent events under a server of threads: few enough that writing always finds a thread, and never for long.

A stream holds a thread, and a database connection only while it reads. A browser that has gone is noticed at the
next beat. Each stream ends after some minutes, so that a role that was taken away ends with it; the browser comes back
by itself.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator

from django.db import OperationalError
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from openkap.interfaces.kit.hub import Ear
from openkap.records.base import give_back_connection

__all__ = ["BEAT_SECONDS", "DESK_STREAMS", "LASTS_SECONDS", "STREAMS", "Share", "event", "stream", "waves"]

BEAT_SECONDS = 5.0
LASTS_SECONDS = 120.0
_COME_BACK_MILLISECONDS = 1000
_BEAT = "event: beat\ndata: 1\n\n"

# Trial: without a limit, 200 boards starved the writing of vital signs for 20 s. So many threads stay free for it.
# OPENKAP_THREADS says how many there are; where nobody says, only the least number of streams is dared.
_KEPT_FREE = 32
_LEAST = 4


class Share:
    """How many streams this process may hold at once. Those of a share `of` another count there too."""

    def __init__(self, most: int, of: "Share | None" = None) -> None:
        self.most, self._of = most, of
        self._held = 0
        self._lock = threading.Lock()

    @property
    def held(self) -> int:
        return self._held

    def take(self) -> bool:
        with self._lock:
            if self._held >= self.most or (self._of is not None and not self._of.take()):
                return False
            self._held += 1
            return True

    def give_back(self) -> None:
        with self._lock:
            self._held -= 1
        if self._of is not None:
            self._of.give_back()


STREAMS = Share(max(_LEAST, int(os.environ.get("OPENKAP_THREADS") or 0) - _KEPT_FREE))
# However many pages of the desk are open, half of the places stay for the session rooms.
DESK_STREAMS = Share(STREAMS.most // 2, of=STREAMS)


class _Lines(Iterator[bytes]):
    """The lines of one stream. Its place is given back once, however it ends: read out, closed, dropped."""

    def __init__(self, lines: Iterator[str], share: Share) -> None:
        self._lines, self._share, self._open = lines, share, True

    def __next__(self) -> bytes:
        try:
            return next(self._lines).encode()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._open:
            self._open = False
            self._share.give_back()
            closing: Callable[[], None] | None = getattr(self._lines, "close", None)
            if closing is not None:
                closing()

    def __del__(self) -> None:
        self.close()


def stream(lines: Callable[[], Iterator[str]], share: Share = STREAMS) -> HttpResponseBase:
    """Answers with a stream of what `lines` gives, or with 503 when there are as many as this process may hold."""
    if not share.take():
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    answer = StreamingHttpResponse(_Lines(lines(), share), content_type="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def waves(ear: Ear, read: Callable[[], Iterator[str]], *, again_seconds: float = LASTS_SECONDS) -> Iterator[str]:
    """What `read` finds, at once and again whenever the ear hears something, with a beat in between; and when it has
    heard nothing for `again_seconds`.
    """
    ends = time.monotonic() + LASTS_SECONDS
    yield f"retry: {_COME_BACK_MILLISECONDS}\n\n"
    while time.monotonic() < ends:
        try:
            found = list(read())
        except OperationalError:
            return  # the database is being started anew: the browser comes back and is told what it missed
        finally:
            give_back_connection()
        yield from found
        again = min(ends, time.monotonic() + again_seconds)
        while not ear.wait(BEAT_SECONDS) and time.monotonic() < again:
            yield _BEAT


def event(data: str, *, name: str = "", id: int | None = None) -> str:  # noqa: A002 - the word of the format
    """One event. `data` is one line, or several."""
    head = ("" if id is None else f"id: {id}\n") + (f"event: {name}\n" if name else "")
    return head + "".join(f"data: {line}\n" for line in data.splitlines()) + "\n"
