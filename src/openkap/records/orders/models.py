from django.db import models
from django.db.models import F, Q

from openkap.records.base import Kept
from openkap.records.people.models import Account, Client


class Weight(Kept):
    """What a scale showed, with the moment of weighing. The latest weighing counts. Personal: weight_kg."""

    client = models.ForeignKey(Client, models.PROTECT)
    weight_kg = models.DecimalField(max_digits=4, decimal_places=1)
    weighed_at = models.DateTimeField()
    entered_by = models.ForeignKey(Account, models.PROTECT)
    entered_at = models.DateTimeField()

    class Meta:
        db_table = "orders_weight"
        constraints = [
            models.CheckConstraint(name="orders_weight_possible", condition=Q(weight_kg__range=(25, 350))),
            models.CheckConstraint(name="orders_weight_not_ahead", condition=Q(weighed_at__lte=F("entered_at"))),
        ]


class Order(Kept):
    """A dose that a prescriber signed for one medicine session. Never changed: another one replaces it.

    `said` is the whole order as it was checked, with the weight and the last dose of that moment; `findings` what the
    checks answered; `because` the prescriber's reason where something stood open. `total_mg` includes the boosters.
    """

    client = models.ForeignKey(Client, models.PROTECT)
    session_id = models.UUIDField()
    drug = models.TextField()
    route = models.TextField()
    dose_mg = models.DecimalField(max_digits=6, decimal_places=2)
    total_mg = models.DecimalField(max_digits=7, decimal_places=2)
    said = models.JSONField()
    findings = models.JSONField()
    because = models.TextField(null=True)
    needs_second = models.BooleanField()
    ordered_by = models.ForeignKey(Account, models.PROTECT)
    ordered_at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True)

    class Meta:
        db_table = "orders_order"
        indexes = [models.Index(name="orders_order_session", fields=["practice_id", "session_id"])]
        constraints = [
            models.CheckConstraint(
                name="orders_order_drug_by_route",
                condition=Q(drug="racemic", route__in=["iv", "im", "sl-rdt", "in-racemic", "oral"])
                | Q(drug="esketamine", route="in-esketamine"),
            ),
            models.CheckConstraint(
                name="orders_order_dose", condition=Q(dose_mg__gt=0, dose_mg__lte=1000, total_mg__gte=F("dose_mg"))
            ),
            models.CheckConstraint(
                name="orders_order_reasoned", condition=Q(because__isnull=True) | Q(because__regex=r"\S{2,}")
            ),
        ]


class Confirmation(Kept):
    """A second person has read the order and confirms it. `ordered_by_id` is copied so that the database can see that
    they are two: see the migration."""

    order = models.OneToOneField(Order, models.PROTECT)
    ordered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        db_table = "orders_confirmation"
        constraints = [
            models.CheckConstraint(name="orders_confirmation_by_another", condition=~Q(confirmed_by=F("ordered_by")))
        ]


class Cancellation(Kept):
    """The order is taken back, with a reason, and nothing stands in its place."""

    order = models.OneToOneField(Order, models.PROTECT)
    reason = models.TextField()
    cancelled_by = models.ForeignKey(Account, models.PROTECT)
    cancelled_at = models.DateTimeField()

    class Meta:
        db_table = "orders_cancellation"
        constraints = [
            models.CheckConstraint(name="orders_cancellation_reasoned", condition=Q(reason__regex=r"\S{2,}"))
        ]
