"""The one database of this process: the server in `OPENKAP_DATABASE_URL`, else the embedded one of the data folder."""

import os

from openkap.project.database_check import read_facts, require_safe
from openkap.project.database_url import FIELD, Address, parse_database_url

__all__ = ["ensure_database", "find_address", "leave_database", "share_connections", "uses_embedded"]

_WAIT_SECONDS = (
    10.0  # for a connection that another thread gives back; then the request is refused, and can be repeated
)


def uses_embedded() -> bool:
    return not os.environ.get(FIELD, "")


def find_address() -> Address:
    """Where the database is. The embedded server is started, or attached to, so that the address answers."""
    if not uses_embedded():
        return parse_database_url(os.environ[FIELD])
    from openkap.project.cluster import start
    from openkap.project.data_folder import open_data_folder

    return start(open_data_folder()).address


def ensure_database() -> dict[str, object]:
    """One entry of Django's DATABASES for a database that answers and keeps what it confirms.

    Raises Refusal: not reachable, too old, unsafe settings, a data folder that cannot be used.
    """
    address = find_address()
    require_safe(address, read_facts(address))
    return address.django()


def share_connections(*, most: int) -> None:
    """In the serving process: its threads share at most this many connections, each asked whether it still lives before
    it is used (the embedded server may have been started anew). Measured with fifty requests at once: a connection for
    each thread takes a third longer, for the server then works at all of them at the same time.

    Not before the process is forked: a pool has threads of its own.
    """
    from django.db import connections

    settings = connections.settings["default"]
    pool = {"min_size": 4, "max_size": most, "timeout": _WAIT_SECONDS}
    settings |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": {**settings["OPTIONS"], "pool": pool}}


def leave_database() -> bool:
    """This process is done. Stops the embedded server when no other process uses it; True when it was stopped."""
    if not uses_embedded():
        return False
    from openkap.project.cluster import leave
    from openkap.project.data_folder import DataFolder, find_data_folder

    return leave(DataFolder(find_data_folder().resolve()))
