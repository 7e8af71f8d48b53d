"""What every record shares: a time-sorted id, the practice in front, and reads that hand out plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.migrations.operations import RunSQL

from openkap.terms.identity import Actor, new_id

__all__ = ["Act", "Kept", "append_only", "give_back_connection", "read", "same_practice", "shaped"]

Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Act:
    """One act in one practice: who, when. Every `keep` function takes it first and writes its ledger entry with it."""

    within: UUID
    by: Actor
    at: datetime

    def new_id(self) -> UUID:
        return new_id(self.at)


class Kept(models.Model):
    """A row of one practice. The practice leads every key, so that many practices can share, or split, a server."""

    id = models.UUIDField(primary_key=True, editable=False)
    practice_id = models.UUIDField(editable=False)

    class Meta:
        abstract = True


def shaped(rows: Any, shape: type[Shape], **lookups: str) -> list[Shape]:
    """The rows of a queryset as frozen values of `shape`, whose field names are the columns unless `lookups` says else.

    Values cannot fetch: a screen that is given them cannot cause a query per line.
    """
    columns = [lookups.get(field.name, field.name) for field in fields(shape)]  # type: ignore[arg-type]
    return [shape(*row) for row in rows.values_list(*columns)]


def read(shape: type[Shape], statement: str, values: list[Any]) -> list[Shape]:
    """The same by a statement of our own, whose columns stand in the order of the shape's fields: for what each request
    of a hot path asks. The ORM takes longer to compose such a statement than the server to answer it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [shape(*row) for row in cursor.fetchall()]


def give_back_connection() -> None:
    """Before this thread waits for something that is not the database, where threads share their connections: another
    one uses it meanwhile. Who waits for a thread that itself needs a connection must hold none, or all wait for ever.
    """
    if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
        connection.close()


def append_only(*tables: str) -> RunSQL:
    """A migration step that makes the database itself refuse to change or remove a row of these tables."""
    steps = [
        """
        CREATE OR REPLACE FUNCTION openkap_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'rows of % are never changed or removed: add a row that replaces', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END $$
        """
    ]
    steps += [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION openkap_refuse_change()"
        for table in tables
    ]
    return RunSQL(steps, [f"DROP TRIGGER {table}_append_only ON {table}" for table in tables])


def same_practice(links: Iterable[tuple[str, str, str]]) -> RunSQL:
    """A migration step: (table, column, target) may only point to a row of the same practice, whoever writes it."""
    links = list(links)
    targets = sorted({target for _, _, target in links})
    forward = [
        f"CREATE UNIQUE INDEX IF NOT EXISTS {target}_in_practice ON {target} (practice_id, id)" for target in targets
    ]
    forward += [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_same_practice "
        f"FOREIGN KEY (practice_id, {column}) REFERENCES {target} (practice_id, id) DEFERRABLE INITIALLY DEFERRED"
        for table, column, target in links
    ]
    backward = [f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_same_practice" for table, column, _ in links]
    return RunSQL(forward, backward)
