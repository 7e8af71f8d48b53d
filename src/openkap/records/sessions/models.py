from django.db import models
from django.db.models import Case, F, Q, Value, When

from openkap.records.base import Kept
from openkap.records.calendar.models import Appointment
from openkap.records.courses.models import Course
from openkap.records.day.models import Decision as DayDecision
from openkap.records.orders.models import Order
from openkap.records.people.models import Account, Client

# A check that comes to NULL passes in SQL: every condition on a column that may be NULL says so first.


class Session(Kept):
    """A consult, preparation, medicine or integration session. What happened in it stands in its entries."""

    course = models.ForeignKey(Course, models.PROTECT)
    client = models.ForeignKey(Client, models.PROTECT)
    kind = models.TextField()
    appointment = models.OneToOneField(Appointment, models.PROTECT)
    planned_at = models.DateTimeField()

    class Meta:
        db_table = "sessions_session"
        constraints = [
            models.CheckConstraint(
                name="sessions_session_kind",
                condition=Q(kind__in=["consult", "preparation", "medicine", "integration"]),
            )
        ]


class GateDecision(Kept):
    """What a named person decided at the readiness gate of one medicine session, with the findings they saw.

    `opens` is worked out by the database: passed, or overridden by name and with a reason. An administration must point
    to a decision that opens, of its own session; see Administration.
    """

    session = models.ForeignKey(Session, models.PROTECT)
    verdict = models.TextField()
    findings = models.JSONField()
    decided_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    overridden_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    override_reason = models.TextField(null=True)
    opens = models.GeneratedField(
        expression=Case(
            When(Q(verdict="ready") | Q(verdict="ready with conditions"), then=Value(True)),
            When(overridden_by__isnull=False, then=Value(True)),
            default=Value(False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        db_table = "sessions_gate_decision"
        constraints = [
            models.CheckConstraint(
                name="sessions_gate_decision_verdict",
                condition=Q(verdict__in=["ready", "ready with conditions", "not yet"]),
            ),
            models.CheckConstraint(
                name="sessions_gate_decision_override_named_and_reasoned",
                condition=Q(overridden_by__isnull=True, override_reason__isnull=True)
                | Q(overridden_by__isnull=False, override_reason__isnull=False, override_reason__regex=r"\S{2,}"),
            ),
        ]


class Escort(Kept):
    """Who takes the client home from this session. The latest row stands. Personal: name, phone."""

    session = models.ForeignKey(Session, models.PROTECT)
    name = models.TextField()
    phone = models.TextField()
    named_at = models.DateTimeField()

    class Meta:
        db_table = "sessions_escort"


class GoAhead(Kept):
    """The client's own answer to "do you choose to go ahead today?". The latest row stands; no may follow yes."""

    session = models.ForeignKey(Session, models.PROTECT)
    chooses = models.BooleanField()
    said_at = models.DateTimeField()

    class Meta:
        db_table = "sessions_go_ahead"


class Entry(Kept):
    """One line of a session's timeline. Its id is made by whoever writes it, so that sending it twice keeps it once.

    `at` is when it happened, `entered_at` when the record learned of it; `seq` orders lines as they arrived. A
    correction is a new entry that `replaces` the old, with its reason; both stay. Personal: words.
    """

    session = models.ForeignKey(Session, models.PROTECT)
    seq = models.BigIntegerField()
    kind = models.TextField()
    what = models.TextField(null=True)
    words = models.TextField(null=True)
    at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Account, models.PROTECT)
    replaces = models.OneToOneField("self", models.PROTECT, null=True)

    class Meta:
        db_table = "sessions_entry"
        constraints = [
            models.UniqueConstraint(name="sessions_entry_seq", fields=["practice_id", "session", "seq"]),
            models.UniqueConstraint(
                name="sessions_entry_one_start", fields=["practice_id", "session"], condition=Q(kind="start")
            ),
            models.UniqueConstraint(
                name="sessions_entry_one_end", fields=["practice_id", "session"], condition=Q(kind="end")
            ),
            models.CheckConstraint(
                name="sessions_entry_kind",
                condition=Q(kind__in=["start", "dose", "reading", "event", "note", "discharge", "end", "strike"]),
            ),
            models.CheckConstraint(
                name="sessions_entry_strike_reasoned",
                condition=~Q(kind="strike") | Q(replaces__isnull=False, words__isnull=False, words__regex=r"\S{2,}"),
            ),
        ]


class Origin(models.Model):
    """Where an entry came from, when a device sent it: which device, as which one in its order, and by which clock.

    `device_at` is what the device's own clock showed when it was entered, `written_at` the same moment by the server's.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    practice_id = models.UUIDField()
    device_id = models.UUIDField()
    sequence = models.BigIntegerField()
    device_at = models.DateTimeField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "sessions_origin"
        constraints = [models.CheckConstraint(name="sessions_origin_sequence", condition=Q(sequence__gt=0))]


class Reading(models.Model):
    """The vital signs of one entry. Limits here are of what can be typed at all; clinical limits live in knowledge."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    practice_id = models.UUIDField()
    systolic_mmhg = models.SmallIntegerField(null=True)
    diastolic_mmhg = models.SmallIntegerField(null=True)
    heart_rate_per_min = models.SmallIntegerField(null=True)
    spo2_percent = models.SmallIntegerField(null=True)
    respiratory_rate_per_min = models.SmallIntegerField(null=True)
    moaas = models.SmallIntegerField(null=True)

    class Meta:
        db_table = "sessions_reading"
        constraints = [
            models.CheckConstraint(
                name="sessions_reading_something",
                condition=Q(systolic_mmhg__isnull=False)
                | Q(heart_rate_per_min__isnull=False)
                | Q(spo2_percent__isnull=False)
                | Q(respiratory_rate_per_min__isnull=False)
                | Q(moaas__isnull=False),
            ),
            models.CheckConstraint(
                name="sessions_reading_pressure_pair",
                condition=Q(systolic_mmhg__isnull=True, diastolic_mmhg__isnull=True)
                | Q(
                    systolic_mmhg__isnull=False,
                    diastolic_mmhg__isnull=False,
                    systolic_mmhg__gt=F("diastolic_mmhg"),
                ),
            ),
            models.CheckConstraint(
                name="sessions_reading_possible",
                condition=(Q(systolic_mmhg__isnull=True) | Q(systolic_mmhg__range=(40, 300)))
                & (Q(diastolic_mmhg__isnull=True) | Q(diastolic_mmhg__range=(20, 200)))
                & (Q(heart_rate_per_min__isnull=True) | Q(heart_rate_per_min__range=(20, 300)))
                & (Q(spo2_percent__isnull=True) | Q(spo2_percent__range=(40, 100)))
                & (Q(respiratory_rate_per_min__isnull=True) | Q(respiratory_rate_per_min__range=(0, 80)))
                & (Q(moaas__isnull=True) | Q(moaas__range=(0, 5))),
            ),
        ]


class Administration(models.Model):
    """Medicine that was given. It cannot exist without a gate decision of the same session that opens, an order of the
    same session, drug and route, and a decision at the gate of that day that opens for this order (migrations 0002 and
    0003). More than the order says (`ordered_mg`, boosters included), or other than it says, is a `deviation`: named,
    with its reason, and read back with another person. Rows from before there were orders have none of it.

    `gate_opens` is always true; with the decision's id it points to (practice, session, id, opens) of the decision, so
    the database refuses a decision that does not open, or belongs elsewhere, whichever way the insert comes.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    practice_id = models.UUIDField()
    session = models.ForeignKey(Session, models.PROTECT)
    gate_decision = models.ForeignKey(GateDecision, models.PROTECT)
    gate_opens = models.BooleanField(default=True)
    drug = models.TextField()
    route = models.TextField()
    dose_mg = models.DecimalField(max_digits=6, decimal_places=2)
    infusion_min = models.SmallIntegerField(null=True)
    given_at = models.DateTimeField()
    order = models.ForeignKey(Order, models.PROTECT, null=True)
    ordered_mg = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    day_decision = models.ForeignKey(DayDecision, models.PROTECT, null=True)
    day_opens = models.BooleanField(default=True)
    given_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    deviation = models.TextField(null=True)
    read_back_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    vial = models.TextField(null=True)

    class Meta:
        db_table = "sessions_administration"
        constraints = [
            models.CheckConstraint(
                name="sessions_administration_infusion_of_iv",
                condition=Q(route="iv", infusion_min__isnull=False, infusion_min__range=(1, 240))
                | ~Q(route="iv") & Q(infusion_min__isnull=True),
            ),
            models.CheckConstraint(name="sessions_administration_gate_opens", condition=Q(gate_opens=True)),
            models.CheckConstraint(name="sessions_administration_day_opens", condition=Q(day_opens=True)),
            models.CheckConstraint(
                name="sessions_administration_drug_by_route",
                condition=Q(drug="racemic", route__in=["iv", "im", "sl-rdt", "in-racemic", "oral"])
                | Q(drug="esketamine", route="in-esketamine"),
            ),
            models.CheckConstraint(name="sessions_administration_dose", condition=Q(dose_mg__gt=0, dose_mg__lte=1000)),
            models.CheckConstraint(name="sessions_administration_vial", condition=Q(vial=None) | ~Q(vial="")),
        ]


class Distress(models.Model):
    """How hard it was for the client at the moment of one entry, 0 to 10, as the guide saw it or the client said it."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    practice_id = models.UUIDField()
    level = models.SmallIntegerField()

    class Meta:
        db_table = "sessions_distress"
        constraints = [models.CheckConstraint(name="sessions_distress_level", condition=Q(level__range=(0, 10)))]


class TherapyNote(Kept):
    """A therapist's own note on what was said, kept apart from the record (45 CFR 164.501): only its author reads it.

    No timeline, sheet or export shows it. What must be in the record (vital signs, medicine, times, how it went) is not
    put here. Personal: text.
    """

    session = models.ForeignKey(Session, models.PROTECT)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        db_table = "sessions_therapy_note"


class Discharge(models.Model):
    """The monitor's signed judgement that the client may leave, with every criterion as it stood."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    practice_id = models.UUIDField()
    criteria = models.JSONField()
    left_open = models.JSONField()
    reason = models.TextField()

    class Meta:
        db_table = "sessions_discharge"


class Signature(Kept):
    """A named person has read the record of an ended session and stands by it. From the first one on the timeline is
    locked: the database takes no further entry. `digest` is of the timeline as it was read."""

    session = models.ForeignKey(Session, models.PROTECT)
    digest = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        db_table = "sessions_signature"
        constraints = [models.UniqueConstraint(name="sessions_signature_once", fields=["practice_id", "session", "by"])]


class Addendum(Kept):
    """What was missing in a record that has been signed. Personal: text."""

    session = models.ForeignKey(Session, models.PROTECT)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        db_table = "sessions_addendum"


class RemsStep(Kept):
    """How far the monitoring form of an esketamine session has come. The form itself lives with the REMS, not here."""

    session = models.ForeignKey(Session, models.PROTECT)
    step = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        db_table = "sessions_rems_step"
        constraints = [
            models.UniqueConstraint(name="sessions_rems_step_once", fields=["practice_id", "session", "step"]),
            models.CheckConstraint(
                name="sessions_rems_step_known", condition=Q(step__in=["prepared", "sent", "acknowledged"])
            ),
        ]
