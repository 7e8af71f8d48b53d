"""`openkap init`: brings the database to this version's shape."""

import argparse

from openkap.project.django_ready import django_ready, pending_migrations

__all__ = ["migrate", "register", "run"]


def register(parser: argparse.ArgumentParser) -> None:
    """No options: where the database is, the environment says."""


def run(args: argparse.Namespace) -> int:
    with django_ready():
        migrate()
    return 0


def migrate() -> None:
    """Applies what is pending and says so. Needs Django to be ready."""
    from django.core.management import call_command

    pending = pending_migrations()
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    print(f"The database is ready ({len(pending)} migrations applied).")
