"""A client answers on a tablet of the clinic: staff makes a code of four digits, the client taps it in.

A code is good once, for one client, for ten minutes, and only on a device that staff made a tablet of the practice.
After five wrong tries every open code of the practice is closed: guessing is not worth while, and a new code is one tap
away.
"""

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.people import find as find_people
from openkap.records.people.shapes import Client
from openkap.records.responses import find as find_responses
from openkap.records.responses import keep as responses
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import BadInput, RuleRefusal

__all__ = ["CODE_LASTS", "MOST_TRIES", "make_code", "use_code"]

# Site policy: long enough to walk to the tablet, and too few tries to guess one in ten thousand.
CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5

_FOUR_DIGITS = re.compile(r"[0-9]{4}", re.ASCII)


def make_code(*, within: UUID, by: Actor, at: datetime, client_id: UUID) -> str:
    """Gives the four digits, to be told to the client. They differ from every other open code of the practice."""
    require(by, Doing.INVITE)
    find_people.client(within=within, client_id=client_id)
    with transaction.atomic():
        taken = {one.code_sha256 for one in find_responses.open_codes(within=within, at=at)}
        free = [code for code in (f"{number:04d}" for number in range(10_000)) if _hash(within, code) not in taken]
        code = secrets.choice(free)
        act = Act(within=within, by=by, at=at)
        responses.code(act, client_id=client_id, code_sha256=_hash(within, code), expires_at=at + CODE_LASTS)
    return code


def use_code(*, within: UUID, at: datetime, code: str) -> Client:
    """Gives the client whose code it is, and uses the code up. A wrong try is kept, and counts."""
    given = code.strip()
    if not _FOUR_DIGITS.fullmatch(given):
        raise BadInput("code", "Enter the four digits of your code.")
    codes = [one for one in find_responses.open_codes(within=within, at=at) if one.wrong_tries < MOST_TRIES]
    found = next((one for one in codes if secrets.compare_digest(one.code_sha256, _hash(within, given))), None)
    if found is None:
        with transaction.atomic():
            responses.wrong_code(Act(within=within, by=Actor(ActorKind.VISITOR), at=at))
        raise RuleRefusal("This code does not open anything. Look at it once more, or ask us for a new one.")
    act = Act(within=within, by=Actor(ActorKind.CLIENT, id=found.client_id), at=at)
    with transaction.atomic():
        if not responses.use_code(act, code_id=found.id, client_id=found.client_id):
            raise RuleRefusal("This code has been used already. Ask us for a new one.")
    return find_people.client(within=within, client_id=found.client_id)


def _hash(within: UUID, code: str) -> str:
    return hashlib.sha256(f"{within}:{code}".encode()).hexdigest()
