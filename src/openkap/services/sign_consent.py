"""A client signs the consent of their pathway, as it was shown, after saying what they understood."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.knowledge.texts import consent
from openkap.records.base import Act
from openkap.records.consent import find as find_consent
from openkap.records.consent import keep
from openkap.records.courses import find as courses
from openkap.records.courses.shapes import Course
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import BadInput, Forbidden, NotFound, RuleRefusal
from openkap.terms.text import line

__all__ = ["sign_consent", "withdraw_consent"]


def sign_consent(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    course_id: UUID,
    shown_sha256: str,
    typed_name: str,
    understood: Mapping[str, str],
) -> int:
    """Keeps the signature with the whole text, its edition and hash. Gives how many teach-back answers were right.

    Refuses a text that is not the one that was shown: a new edition came out meanwhile, and must be read first.
    """
    course = _own_course(within, by, course_id)
    text = consent(course.pathway)
    if shown_sha256 != text.sha256:
        raise RuleRefusal("The text has changed since you opened it. Please read the present edition, then sign.")
    for question in text.teach_back:
        if understood.get(question.key) not in ("true", "false"):
            raise BadInput(f"understood-{question.key}", "Choose true or false, as you understood it.")
    right = sum(understood[question.key] == question.right for question in text.teach_back)
    with transaction.atomic():
        keep.signature(
            Act(within=within, by=by, at=at),
            client_id=course.client_id,
            course_id=course_id,
            text_key=text.key,
            edition=text.edition,
            text=text.body(),
            sha256=text.sha256,
            meaning=text.meaning,
            typed_name=line(typed_name, field="typed_name", label="Your name", longest=200),
            understood={question.key: understood[question.key] for question in text.teach_back},
            understood_right=right,
        )
    return right


def withdraw_consent(*, within: UUID, by: Actor, at: datetime, course_id: UUID, reason: str = "") -> None:
    """The client takes their consent back, on the phone: every signature that still stands. No reason is needed."""
    _own_course(within, by, course_id)
    kept = line(reason, field="reason", label="Reason", longest=1000, needed=False)
    signatures = find_consent.signatures(within=within, course_id=course_id)
    standing = [signature for signature in signatures if signature.withdrawn_at is None]
    if not standing:
        raise NotFound("There is no signed consent to withdraw.")
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        for signature in standing:
            keep.withdrawal(act, signature_id=signature.id, course_id=course_id, reason=kept)


def _own_course(within: UUID, by: Actor, course_id: UUID) -> Course:
    course = courses.course(within=within, course_id=course_id)
    if by.kind is not ActorKind.CLIENT or by.id != course.client_id:
        raise Forbidden("Only the client can sign, or take back, their own consent.")
    return course
