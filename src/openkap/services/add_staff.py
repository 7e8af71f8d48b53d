"""A lead adds a member of staff with the roles they hold."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.people import keep as people
from openkap.terms.identity import Actor, Role
from openkap.terms.refusal import BadInput
from openkap.terms.text import email_address, line

__all__ = ["add_staff", "read_role", "require_sound_password"]


def add_staff(
    *, within: UUID, by: Actor, at: datetime, name: str, email: str, password: str, roles: Iterable[str]
) -> UUID:
    """Gives the new account's id. Refuses an unknown role, a weak password and anyone but a lead."""
    require(by, Doing.MANAGE_STAFF)
    held = {read_role(role) for role in roles}
    if not held:
        raise BadInput("roles", f"Choose at least one role: {', '.join(Role)}.")
    require_sound_password(password, field="password")
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        kept = people.account(
            act,
            email=email_address(email, field="email"),
            name=line(name, field="name", label="Name"),
            password=password,
        )
        for role in sorted(held):
            people.give_role(act, account_id=kept, role=role)
    return kept


def read_role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise BadInput("roles", f'There is no role "{text[:40]}". Roles are: {", ".join(Role)}.') from None


def require_sound_password(password: str, *, field: str) -> None:
    """BadInput with what Django's validators ask for (12 characters, not common)."""
    try:
        validate_password(password)
    except ValidationError as error:
        raise BadInput(field, " ".join(error.messages)) from None
