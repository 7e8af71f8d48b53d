from django.db import models
from django.db.models import Case, F, Q, Value, When

from openkap.records.base import Kept
from openkap.records.people.models import Account


class Fact(Kept):
    """What was found out about one thing on the day, by a named person. The latest row of a name stands.

    `value` is what was said, as facts are read (`clinical.eligibility.read_fact`); NULL: asked, and not known. `detail`
    holds what a value was worked out from, such as the answers of a scale. Personal: value, detail.
    """

    session_id = models.UUIDField()
    name = models.TextField()
    value = models.JSONField(null=True)
    detail = models.JSONField(null=True)
    observed_at = models.DateTimeField()
    entered_by = models.ForeignKey(Account, models.PROTECT)
    entered_at = models.DateTimeField()

    class Meta:
        db_table = "day_fact"
        indexes = [models.Index(name="day_fact_session", fields=["practice_id", "session_id", "name", "entered_at"])]
        constraints = [models.CheckConstraint(name="day_fact_not_ahead", condition=Q(observed_at__lte=F("entered_at")))]


class Signs(Kept):
    """Vital signs before the dose. One that was typed wrong is replaced by another, with a reason; both stay."""

    session_id = models.UUIDField()
    systolic_mmhg = models.SmallIntegerField()
    diastolic_mmhg = models.SmallIntegerField()
    heart_rate_per_min = models.SmallIntegerField(null=True)
    spo2_percent = models.SmallIntegerField(null=True)
    respiratory_rate_per_min = models.SmallIntegerField(null=True)
    taken_at = models.DateTimeField()
    entered_by = models.ForeignKey(Account, models.PROTECT)
    entered_at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True)
    because = models.TextField(null=True)

    class Meta:
        db_table = "day_signs"
        constraints = [
            models.CheckConstraint(
                name="day_signs_possible",
                condition=Q(systolic_mmhg__range=(40, 300), diastolic_mmhg__range=(20, 200))
                & Q(systolic_mmhg__gt=F("diastolic_mmhg"))
                & (Q(heart_rate_per_min__isnull=True) | Q(heart_rate_per_min__range=(20, 300)))
                & (Q(spo2_percent__isnull=True) | Q(spo2_percent__range=(40, 100)))
                & (Q(respiratory_rate_per_min__isnull=True) | Q(respiratory_rate_per_min__range=(0, 80))),
            ),
            models.CheckConstraint(name="day_signs_not_ahead", condition=Q(taken_at__lte=F("entered_at"))),
            models.CheckConstraint(
                name="day_signs_replaced_with_reason",
                condition=Q(replaces__isnull=True, because__isnull=True)
                | Q(replaces__isnull=False, because__isnull=False, because__regex=r"\S{2,}"),
            ),
        ]


class Override(Kept):
    """One rule that a named person goes past, with the reason. Where the rule asks for two, it waits for its Second."""

    session_id = models.UUIDField()
    rule = models.TextField()
    reason = models.TextField()
    given_by = models.ForeignKey(Account, models.PROTECT)
    given_at = models.DateTimeField()
    roles = models.JSONField()

    class Meta:
        db_table = "day_override"
        constraints = [models.CheckConstraint(name="day_override_reasoned", condition=Q(reason__regex=r"\S.{8,}\S"))]


class Second(Kept):
    """The second clinician of an override. `given_by_id` is copied so that the database can see that they are two."""

    override = models.OneToOneField(Override, models.PROTECT)
    given_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    seconded_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    seconded_at = models.DateTimeField()
    roles = models.JSONField()

    class Meta:
        db_table = "day_second"
        constraints = [models.CheckConstraint(name="day_second_is_another", condition=~Q(seconded_by=F("given_by")))]


class Decision(Kept):
    """What a named person decided at the gate of the day, for one order, with every finding they saw.

    `opens` is worked out by the database: only green lets medicine be given. An administration points to a decision
    that opens, of its own session and its own order.
    """

    session_id = models.UUIDField()
    order_id = models.UUIDField()
    colour = models.TextField()
    findings = models.JSONField()
    decided_by = models.ForeignKey(Account, models.PROTECT)
    decided_at = models.DateTimeField()
    opens = models.GeneratedField(
        expression=Case(When(colour="green", then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        db_table = "day_decision"
        indexes = [models.Index(name="day_decision_session", fields=["practice_id", "session_id", "decided_at"])]
        constraints = [
            models.CheckConstraint(name="day_decision_colour", condition=Q(colour__in=["green", "amber", "red"]))
        ]
