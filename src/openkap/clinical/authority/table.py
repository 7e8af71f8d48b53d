"""The table of roles and doings, and the two questions asked of it."""

from collections.abc import Mapping
from enum import StrEnum

from openkap.terms.identity import Actor, ActorKind, Role
from openkap.terms.refusal import Forbidden

__all__ = ["ALLOWED", "Doing", "may", "require"]


class Doing(StrEnum):
    """What a member of staff can do, in words that a refusal can use."""

    SEE_DESK = "see the desk"
    SEE_CLINICAL = "read a clinical record"
    BOOK = "book appointments"
    INVITE = "send a client a link"
    ENTER_PAPER = "enter a form from paper"
    WRITE_WORDS = "write down what a client says"
    HOLD_SESSION = "hold a preparation or integration session"
    CLEAR = "decide a clearance"
    ORDER = "sign an order"
    CONFIRM_ORDER = "confirm an order as the second person"
    CHECK_DAY = "work at the gate of the day"
    SECOND_CLEARANCE = "sign a clearance as the second clinician"
    ENTER_RESULTS = "enter results and medicines"
    SET_POLICY = "set the site's values"
    DECIDE_GATE = "decide at the readiness gate"
    OVERRIDE_GATE = "override the readiness gate"
    ENTER_ROOM = "write in the session room"
    WRITE_THERAPY_NOTE = "write a psychotherapy note"
    GIVE_MEDICINE = "record medicine"
    DISCHARGE = "discharge a client"
    SIGN_RECORD = "sign the record of a session"
    ACT_ON_ALERT = "act on an alert"
    FOLLOW_UP = "follow up unanswered questionnaires"
    PLAN_ASKING = "plan what is asked of clients"
    ATTEST = "say that something on the way is done"
    STEER_COURSE = "hold a course, let it go on, close it or move it"
    SIGN_PATHWAY = "sign an edition of a pathway"
    MANAGE_STAFF = "manage staff"


_CLINICIANS = frozenset({Role.GUIDE, Role.PRESCRIBER, Role.MONITOR, Role.LEAD})

ALLOWED: Mapping[Doing, frozenset[Role]] = {
    Doing.SEE_DESK: frozenset(Role),
    # The front desk books and welcomes; answers, words and sessions are not for it (45 CFR 164.502(b)).
    Doing.SEE_CLINICAL: _CLINICIANS,
    Doing.BOOK: frozenset({Role.FRONT_DESK, Role.GUIDE, Role.LEAD}),
    Doing.INVITE: frozenset({Role.FRONT_DESK, Role.GUIDE, Role.LEAD}),
    Doing.ENTER_PAPER: _CLINICIANS,
    Doing.WRITE_WORDS: frozenset({Role.GUIDE, Role.LEAD}),
    Doing.HOLD_SESSION: frozenset({Role.GUIDE, Role.PRESCRIBER, Role.LEAD}),
    Doing.CLEAR: frozenset({Role.PRESCRIBER}),
    Doing.ORDER: frozenset({Role.PRESCRIBER}),
    Doing.CONFIRM_ORDER: frozenset({Role.GUIDE, Role.PRESCRIBER, Role.MONITOR}),
    Doing.CHECK_DAY: frozenset({Role.GUIDE, Role.PRESCRIBER, Role.MONITOR}),
    Doing.SECOND_CLEARANCE: frozenset({Role.PRESCRIBER, Role.MONITOR, Role.GUIDE}),
    Doing.ENTER_RESULTS: frozenset({Role.PRESCRIBER, Role.MONITOR, Role.GUIDE, Role.LEAD}),
    Doing.SET_POLICY: frozenset({Role.PRESCRIBER, Role.LEAD}),
    Doing.DECIDE_GATE: frozenset({Role.GUIDE, Role.PRESCRIBER, Role.LEAD}),
    Doing.OVERRIDE_GATE: frozenset({Role.PRESCRIBER}),
    Doing.ENTER_ROOM: _CLINICIANS,
    # 45 CFR 164.501: a mental health professional's notes on what was said, kept apart; only their author reads them.
    Doing.WRITE_THERAPY_NOTE: frozenset({Role.GUIDE}),
    Doing.GIVE_MEDICINE: frozenset({Role.PRESCRIBER, Role.MONITOR}),
    Doing.DISCHARGE: frozenset({Role.PRESCRIBER, Role.MONITOR}),
    Doing.SIGN_RECORD: frozenset({Role.GUIDE, Role.PRESCRIBER, Role.MONITOR}),
    Doing.ACT_ON_ALERT: _CLINICIANS,
    Doing.FOLLOW_UP: frozenset({Role.GUIDE, Role.PRESCRIBER, Role.LEAD}),
    Doing.PLAN_ASKING: frozenset({Role.LEAD}),
    Doing.ATTEST: _CLINICIANS,
    Doing.STEER_COURSE: frozenset({Role.PRESCRIBER, Role.LEAD}),
    Doing.SIGN_PATHWAY: frozenset({Role.LEAD}),
    Doing.MANAGE_STAFF: frozenset({Role.LEAD}),
}


def may(by: Actor, doing: Doing) -> bool:
    """Whether this member of staff may do this. A client, a visitor and the system never may by this table.

    >>> may(Actor(ActorKind.STAFF, roles=frozenset({Role.GUIDE})), Doing.CLEAR)
    False
    """
    return by.kind is ActorKind.STAFF and not by.roles.isdisjoint(ALLOWED[doing])


def require(by: Actor, doing: Doing) -> None:
    """Raises Forbidden, with the roles that may, unless `by` may do this."""
    if not may(by, doing):
        roles = ", ".join(role.value for role in Role if role in ALLOWED[doing])
        raise Forbidden(f"Your role may not {doing.value}. These roles may: {roles}.")
