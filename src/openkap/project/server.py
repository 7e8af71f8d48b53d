"""openkap served from a child process: for `openkap demo --check`, for journeys and for fault campaigns."""

import http.client
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

from openkap.project.port import free_port, require_free
from openkap.terms.refusal import Refusal

__all__ = ["Server"]

_HOST = "127.0.0.1"
_PAUSE_SECONDS = 0.05
_STOP_SECONDS = 30.0


class Server:
    """`openkap serve` as a child. `with Server(…) as server:` returns once it answers; leaving stops it cleanly.

    `environment` is laid over this process's own; `port` None takes a free one. Raises Refusal when the port is taken,
    when the child ends early (with what it said), and when it does not answer within `limit_seconds`.
    """

    def __init__(
        self,
        *,
        environment: Mapping[str, str] | None = None,
        port: int | None = None,
        migrate: bool = False,
        limit_seconds: float = 60.0,
    ) -> None:
        self.port = free_port() if port is None else port
        self.url = f"http://{_HOST}:{self.port}"
        self._environment = {**os.environ, **(environment or {}), "PYTHONUNBUFFERED": "1"}
        self._migrate = migrate
        self._limit_seconds = limit_seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._output: IO[bytes] | None = None
        self._said = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Starts it, again after `stop` or `kill`, and returns once it answers."""
        self.kill()
        require_free(_HOST, self.port)
        command = [sys.executable, "-m", "openkap.project.main", "serve", "--host", _HOST, "--port", str(self.port)]
        if self._migrate:
            command.append("--migrate")
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the child runs
        self._child = subprocess.Popen(  # noqa: S603 - this package's own command
            command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a Ctrl-C in the terminal reaches the parent alone, which then stops the child
        )
        deadline = time.monotonic() + self._limit_seconds
        try:
            while not self._answers():
                if self._child.poll() is not None:
                    raise Refusal(f"The server ended before it answered. It said:\n{self.said()}")
                if time.monotonic() > deadline:
                    raise Refusal(f"The server did not answer within {self._limit_seconds:.0f} seconds.")
                time.sleep(_PAUSE_SECONDS)
        except BaseException:
            self.kill()
            raise

    @property
    def child(self) -> subprocess.Popen[bytes]:
        """The first process of the server. Raises Refusal before `start`."""
        if self._child is None:
            raise Refusal("The server has not been started yet.")
        return self._child

    def said(self) -> str:
        """What the server has written since it was last started."""
        if self._output is not None:
            # The child writes at the same file position, so this reads without moving it.
            descriptor = self._output.fileno()
            self._said = os.pread(descriptor, os.fstat(descriptor).st_size, 0).decode(errors="replace").strip()
        return self._said

    def stop(self) -> None:
        """Ends it as SIGTERM does; the embedded database stops with its last user."""
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(_STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """Ends every process of it at once, as a crash would (SIGKILL). An embedded database lives on."""
        if self._child is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()
        if self._output is not None:
            self.said()
            self._output.close()
            self._output = None

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(_HOST, self.port, timeout=self._limit_seconds)
        try:
            connection.request("HEAD", "/")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True
