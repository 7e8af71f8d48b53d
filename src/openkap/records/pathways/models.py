from django.db import models
from django.db.models import F, Q

from openkap.records.base import Kept
from openkap.records.courses.models import Course
from openkap.records.people.models import Account
from openkap.records.sessions.models import GateDecision, Session


class Edition(Kept):
    """A practice's own edition of a pathway, signed by a lead. The text is the file as it was checked; the latest row
    of a key is what new courses begin on. What began on another stays there."""

    key = models.TextField()
    edition = models.TextField()
    text = models.TextField()
    from_edition = models.TextField()
    reason = models.TextField()
    signed_by = models.ForeignKey(Account, models.PROTECT)
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "pathways_edition"
        constraints = [
            models.UniqueConstraint(name="pathways_edition_once", fields=["practice_id", "key", "edition"]),
            models.CheckConstraint(name="pathways_edition_reasoned", condition=Q(reason__regex=r"\S{2,}")),
        ]


class Move(Kept):
    """A course was moved to another edition of its pathway, by name, with what differs as it was shown."""

    course = models.ForeignKey(Course, models.PROTECT)
    from_edition = models.TextField()
    to_edition = models.TextField()
    difference = models.JSONField()
    reason = models.TextField()
    moved_by = models.ForeignKey(Account, models.PROTECT)
    moved_at = models.DateTimeField()

    class Meta:
        db_table = "pathways_move"
        constraints = [
            models.CheckConstraint(name="pathways_move_reasoned", condition=Q(reason__regex=r"\S{2,}")),
            models.CheckConstraint(name="pathways_move_moves", condition=~Q(from_edition=F("to_edition"))),
        ]


class Attestation(Kept):
    """A named person looked and said that something is so: a plan is written, a call was made, a form was sent.

    `what` is a key of the pathway; `session` where it belongs to one. Personal: words.
    """

    course = models.ForeignKey(Course, models.PROTECT)
    session = models.ForeignKey(Session, models.PROTECT, null=True)
    what = models.TextField()
    words = models.TextField(null=True)
    said_by = models.ForeignKey(Account, models.PROTECT)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "pathways_attestation"
        indexes = [models.Index(name="pathways_attestation_course", fields=["practice_id", "course"])]
        constraints = [models.CheckConstraint(name="pathways_attestation_what", condition=~Q(what=""))]


class Turn(Kept):
    """The course was put on hold, goes on, or is closed, with the reason. The latest row stands. Personal: words."""

    course = models.ForeignKey(Course, models.PROTECT)
    turn = models.TextField()
    rule = models.TextField(null=True)
    words = models.TextField()
    turned_by = models.ForeignKey(Account, models.PROTECT)
    turned_at = models.DateTimeField()

    class Meta:
        db_table = "pathways_turn"
        indexes = [models.Index(name="pathways_turn_course", fields=["practice_id", "course"])]
        constraints = [
            models.CheckConstraint(name="pathways_turn_known", condition=Q(turn__in=["hold", "go on", "close"])),
            models.CheckConstraint(name="pathways_turn_reasoned", condition=Q(words__regex=r"\S{2,}")),
        ]


class OverrideAsked(Kept):
    """Someone who may override asks a second person to agree: nothing is open yet. Personal: reason."""

    session = models.ForeignKey(Session, models.PROTECT)
    reason = models.TextField()
    findings = models.JSONField()
    asked_by = models.ForeignKey(Account, models.PROTECT)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "pathways_override_asked"
        constraints = [
            models.CheckConstraint(name="pathways_override_asked_reasoned", condition=Q(reason__regex=r"\S{2,}"))
        ]


class OverrideAnswered(Kept):
    """The second person's answer. Another person than the first: the database holds it. One answer to each asking.

    `asked_by` repeats the first person and points to the asking together with it, so that it cannot be another's.
    """

    asked = models.OneToOneField(OverrideAsked, models.PROTECT)
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    decision = models.OneToOneField(GateDecision, models.PROTECT, null=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        db_table = "pathways_override_answered"
        constraints = [
            models.CheckConstraint(name="pathways_override_two_people", condition=~Q(asked_by=F("answered_by"))),
            models.CheckConstraint(
                name="pathways_override_agreed_decides",
                condition=Q(agrees=True, decision__isnull=False) | Q(agrees=False, decision__isnull=True),
            ),
        ]
