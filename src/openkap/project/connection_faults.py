"""Why a database cannot be reached, in a sentence that says what to do and never holds a password."""

import psycopg

from openkap.project.database_url import FIELD, Address
from openkap.terms.refusal import Refusal

__all__ = ["explain_connection", "passes_by_itself"]

_NO_CONNECTION_LEFT = "The server has no connection left. Close other programs, or raise its max_connections."
# What libpq or the server says → what to do. Looked up in this order.
_FAULTS = {
    "password authentication failed": f"The password (or the user) in {FIELD} is not the server's.",
    "no password supplied": f"The server asks for a password: put it into {FIELD} after the user's name.",
    "authentication failed": f"The server does not accept the user in {FIELD}. Ask whoever runs the server.",
    "is not permitted to log in": f"The user in {FIELD} may not log in. Ask whoever runs the server.",
    "no pg_hba.conf entry": "The server does not let this machine, user or encryption in (its pg_hba.conf).",
    "pg_hba.conf rejects": "The server does not let this machine, user or encryption in (its pg_hba.conf).",
    "invalid response": "What answers there is not PostgreSQL: check host and port.",
    "expected authentication request": "What answers there is not PostgreSQL: check host and port.",
    "after SSL response": "What answers there is not PostgreSQL: check host and port.",
    "server does not support SSL": "The server offers no encryption, and sslmode asks for it.",
    "certificate": "The server's certificate cannot be trusted: check sslmode and sslrootcert.",
    "SSL": "The encrypted connection could not be made: check sslmode.",
    "too many clients": _NO_CONNECTION_LEFT,
    "too many connections": _NO_CONNECTION_LEFT,
    "remaining connection slots": _NO_CONNECTION_LEFT,
    "starting up": "The server is starting. Try again in a minute.",
    "in recovery mode": "The server is recovering from a sudden stop. Try again in a minute.",
    "not yet accepting connections": "The server is starting. Try again in a minute.",
    "shutting down": "The server is stopping. Start it, then try again.",
    "could not translate host name": "No machine of that name is known: check the host's name.",
    "resolve host": "No machine of that name is known: check the host's name.",
    "Connection refused": "No PostgreSQL answers there: check host and port, and that the server runs.",
    "No such file or directory": "No PostgreSQL answers there: check the socket's folder and port, and that it runs.",
    "timeout": "Nothing answers there in time: check host and port, and the network between.",
    "No route to host": "There is no way to that machine: check the host and the network.",
    "Network is unreachable": "There is no way to that machine: check the host and the network.",
    "Permission denied": "This user may not use the server's socket.",
    "closed the connection unexpectedly": "What answers there broke off: check that the port is PostgreSQL's.",
}
_PASSING = ("starting up", "in recovery mode", "not yet accepting connections")


def passes_by_itself(error: psycopg.OperationalError) -> bool:
    """Whether the server is there and only needs a moment."""
    return any(words in str(error) for words in _PASSING)


def explain_connection(address: Address, error: psycopg.OperationalError) -> Refusal:
    said = str(error)
    advice = next((text for words, text in _FAULTS.items() if words in said), "")
    if not advice and "does not exist" in said:
        what = "user" if "role" in said else "database"
        advice = f"The server has no such {what}: check the name, or ask whoever runs the server to make it."
    return Refusal(
        f"The {address.spoken()} cannot be reached. {advice or 'Check the address, and that the server runs.'}"
    )
