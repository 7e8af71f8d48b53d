"""Django with its database, for as long as a command runs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from openkap.project.database import leave_database

__all__ = ["django_ready", "pending_migrations"]


@contextmanager
def django_ready() -> Iterator[None]:
    """Loads the settings, which start the database; at the end closes it, and stops it when nobody else uses it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openkap.project.settings")
    import django
    from django.apps import apps
    from django.db import connections

    try:
        django.setup()
        yield
    finally:
        if apps.ready:
            connections.close_all()
        leave_database()


def pending_migrations() -> list[str]:
    """The migrations that this database has not had yet, as "app.name", in their order. Needs Django to be ready."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
