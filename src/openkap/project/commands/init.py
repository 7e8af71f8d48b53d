"""`openkap init`: brings the database to this version's shape, and founds the practice with its first lead."""

import argparse
import getpass
import sys
from datetime import UTC, datetime

from openkap.project.django_ready import django_ready, pending_migrations
from openkap.terms.refusal import BadInput

__all__ = ["migrate", "register", "run"]

_CRISIS_WORDS = "Call us, or call or text 988 at any hour. If someone is in danger now, call 911."


def register(parser: argparse.ArgumentParser) -> None:
    """Without options only the database is made ready."""
    parser.add_argument("--practice", metavar="NAME", help="found a practice of this name, with its first lead")
    parser.add_argument("--time-zone", default="America/Chicago", help="the practice's time zone (America/Chicago)")
    parser.add_argument("--phone", default="", help="the practice's phone number")
    parser.add_argument("--address", default="", help="where the practice is")
    parser.add_argument("--crisis-words", default=_CRISIS_WORDS, help="the clinic's own words to a client in crisis")
    parser.add_argument("--room", action="append", default=[], metavar="NAME", help="a room; may be given again")
    parser.add_argument("--lead-name", default="", help="name of the first lead")
    parser.add_argument("--lead-email", default="", help="e-mail address the lead signs in with")


def run(args: argparse.Namespace) -> int:
    with django_ready():
        migrate()
        if args.practice is not None:
            _found(args)
    return 0


def migrate() -> None:
    """Applies what is pending and says so. Needs Django to be ready."""
    from django.core.management import call_command

    pending = pending_migrations()
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    print(f"The database is ready ({len(pending)} migrations applied).")


def _found(args: argparse.Namespace) -> None:
    from openkap.services.found_practice import found_practice

    found_practice(
        at=datetime.now(UTC),
        name=args.practice,
        time_zone=args.time_zone,
        phone=args.phone,
        address=args.address,
        crisis_words=args.crisis_words,
        rooms=tuple(args.room or ["Room 1"]),
        lead_name=args.lead_name,
        lead_email=args.lead_email,
        lead_password=_read_password(),
    )
    print(f"{args.practice} is founded. Run `openkap serve`, sign in as {args.lead_email}, and add your staff.")


def _read_password() -> str:
    """Typed twice at a terminal, else one line of standard input. Never an option: those are seen by others."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    typed = getpass.getpass("Password of the lead (12 characters or more): ")
    if getpass.getpass("Once more: ") != typed:
        raise BadInput("password", "The two did not match. Run the command again.")
    return typed
