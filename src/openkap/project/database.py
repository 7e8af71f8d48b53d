"""The one database of this process: the server in `OPENKAP_DATABASE_URL`, else the embedded one of the data folder."""

import os

from openkap.project.database_check import read_facts, require_safe
from openkap.project.database_url import FIELD, Address, parse_database_url

__all__ = ["ensure_database", "find_address", "leave_database", "uses_embedded"]


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


def leave_database() -> bool:
    """This process is done. Stops the embedded server when no other process uses it; True when it was stopped."""
    if not uses_embedded():
        return False
    from openkap.project.cluster import leave
    from openkap.project.data_folder import DataFolder, find_data_folder

    return leave(DataFolder(find_data_folder().resolve()))
