"""A place to listen at, found out before anything starts."""

import errno
import socket

from openkap.terms.refusal import BadInput, Refusal

__all__ = ["free_port", "require_free"]

_WHY = {
    errno.EADDRNOTAVAIL: "this machine has no such address. Use 127.0.0.1, or 0.0.0.0 for all of them",
    errno.EACCES: "ports below 1024 need more rights. Choose a port from 1024 to 65535",
}


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def require_free(host: str, port: int) -> str:
    """The numeric address of `host`. Raises BadInput for an unusable host or port, Refusal when the port is taken.

    granian shares a port with whoever listens there already (SO_REUSEPORT), so that requests would go to either: it
    must be asked before.
    """
    if not 1 <= port <= 65535:
        raise BadInput("--port", "The port is a number from 1 to 65535.")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise BadInput("--host", "No address of that name is known. Use 127.0.0.1, or 0.0.0.0 for all.") from None
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Refusal(
                    f"Another program listens at port {port}. End it, or choose another: --port {port + 1}."
                ) from None
            why = _WHY.get(error.errno or 0, error.strerror)
            raise BadInput("--host", f"openkap cannot listen at {host}, port {port}: {why}.") from None
    return str(address[0])
