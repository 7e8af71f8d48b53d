"""What a PostgreSQL server promises. One that may lose what it has acknowledged is not used for people's records."""

import time
from dataclasses import dataclass
from typing import LiteralString

import psycopg

from openkap.project.connection_faults import explain_connection, passes_by_itself
from openkap.project.database_url import Address
from openkap.terms.refusal import RuleRefusal

__all__ = ["OLDEST_MAJOR", "ServerFacts", "faults", "read_facts", "require_safe"]

OLDEST_MAJOR = 15
_STARTING_SECONDS = 30.0
_PAUSE_SECONDS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerFacts:
    """`version` as the server writes it ("18.4"), `number` as a number that compares (180004).

    `superuser` is true for whoever row-level security does not bind: superusers and roles with BYPASSRLS.
    """

    version: str
    number: int
    encoding: str
    fsync: bool
    full_page_writes: bool
    synchronous_commit: str
    checksums: bool
    standby: bool
    superuser: bool


_QUERY: LiteralString = """
    SELECT current_setting('server_version') AS version,
           current_setting('server_version_num')::int AS number,
           current_setting('server_encoding') AS encoding,
           current_setting('fsync')::bool AS fsync,
           current_setting('full_page_writes')::bool AS full_page_writes,
           current_setting('synchronous_commit') AS synchronous_commit,
           current_setting('data_checksums')::bool AS checksums,
           pg_is_in_recovery() AS standby,
           (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AS superuser
"""


def read_facts(address: Address) -> ServerFacts:
    """Asks the server, waiting a while for one that is starting. Raises Refusal when it cannot be reached."""
    deadline = time.monotonic() + _STARTING_SECONDS
    while True:
        try:
            with psycopg.connect(address.dsn(), row_factory=psycopg.rows.class_row(ServerFacts)) as connection:
                facts = connection.execute(_QUERY).fetchone()
        except psycopg.OperationalError as error:
            if not passes_by_itself(error) or time.monotonic() > deadline:
                raise explain_connection(address, error) from None
            time.sleep(_PAUSE_SECONDS)
        else:
            assert facts is not None  # noqa: S101 - the query always gives one row
            return facts


def faults(facts: ServerFacts) -> tuple[str, ...]:
    """A sentence for each reason not to keep records on this server; empty when there is none."""
    found = []
    if facts.number < OLDEST_MAJOR * 10_000:
        found.append(
            f"It is PostgreSQL {facts.version.split()[0]}; openkap needs {OLDEST_MAJOR} or newer. Upgrade the server."
        )
    if facts.encoding != "UTF8":
        found.append(f"Its encoding is {facts.encoding}. Make the database anew with encoding UTF8.")
    if not facts.fsync:
        found.append("fsync is off, so a power cut can destroy the records. Set fsync = on and restart the server.")
    if not facts.full_page_writes:
        found.append("full_page_writes is off, so a power cut can damage the records. Set full_page_writes = on.")
    if facts.synchronous_commit == "off":
        found.append(
            "synchronous_commit is off, so a power cut can lose entries already confirmed. Set synchronous_commit = on."
        )
    if facts.standby:
        found.append("It is a standby, which can only be read. Name the primary server.")
    return tuple(found)


def require_safe(address: Address, facts: ServerFacts) -> None:
    """Raises RuleRefusal, with every reason, when records would not be safe on this server."""
    if reasons := faults(facts):
        raise RuleRefusal(f"openkap cannot keep records in the {address.spoken()}:", reasons=reasons)
