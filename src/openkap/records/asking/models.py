from django.db import models
from django.db.models import Q

from openkap.records.base import Kept
from openkap.records.courses.models import Course
from openkap.records.people.models import Account, Client
from openkap.records.responses.models import Response


class Asking(Kept):
    """Why a form was asked: the slot of the schedule, by its key, once in a course. The form itself is the response."""

    course = models.ForeignKey(Course, models.PROTECT)
    response = models.OneToOneField(Response, models.PROTECT)
    schedule = models.TextField()
    edition = models.TextField()
    key = models.TextField(help_text="occasion, the event it counts from, and measure")
    opened_at = models.DateTimeField(help_text="when the slot opened; the form was asked then or soon after")
    late_at = models.DateTimeField()

    class Meta:
        db_table = "asking_asking"
        constraints = [
            models.UniqueConstraint(name="asking_asking_once", fields=["practice_id", "course", "key"]),
            models.CheckConstraint(name="asking_asking_late_after", condition=Q(late_at__gte=models.F("opened_at"))),
        ]


class Reminder(Kept):
    """The client is to be reminded of one asking on this day of the practice's calendar: once a day, three times at
    most. Those of one client and day are one message, which staff hand over (see Handover): nothing sends itself."""

    client = models.ForeignKey(Client, models.PROTECT)
    asking = models.ForeignKey(Asking, models.PROTECT)
    number = models.SmallIntegerField()
    on_day = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "asking_reminder"
        indexes = [models.Index(name="asking_reminder_day", fields=["practice_id", "on_day"])]
        constraints = [
            models.CheckConstraint(name="asking_reminder_three_at_most", condition=Q(number__range=(1, 3))),
            models.UniqueConstraint(name="asking_reminder_number_once", fields=["practice_id", "asking", "number"]),
            models.UniqueConstraint(name="asking_reminder_one_a_day", fields=["practice_id", "asking", "on_day"]),
        ]


class Handover(Kept):
    """A member of staff made the link of this client's reminder of this day, to give it to them. Once a day."""

    client = models.ForeignKey(Client, models.PROTECT)
    on_day = models.DateField()
    handed_by = models.ForeignKey(Account, models.PROTECT)
    handed_at = models.DateTimeField()

    class Meta:
        db_table = "asking_handover"
        constraints = [models.UniqueConstraint(name="asking_handover_once", fields=["practice_id", "client", "on_day"])]


class Choice(Kept):
    """The client's own word on being asked: stop (`wants` false), or begin again. The latest row stands."""

    client = models.ForeignKey(Client, models.PROTECT)
    wants = models.BooleanField()
    said_at = models.DateTimeField()

    class Meta:
        db_table = "asking_choice"
        indexes = [models.Index(name="asking_choice_latest", fields=["practice_id", "client", "said_at"])]


class Task(Kept):
    """Something that a person is to talk about with the client: an asking that three reminders did not reach, or that
    the client has stopped questionnaires. Exactly one of the two is named."""

    client = models.ForeignKey(Client, models.PROTECT)
    course = models.ForeignKey(Course, models.PROTECT)
    asking = models.OneToOneField(Asking, models.PROTECT, null=True)
    choice = models.OneToOneField(Choice, models.PROTECT, null=True)
    raised_at = models.DateTimeField()

    class Meta:
        db_table = "asking_task"
        constraints = [
            models.CheckConstraint(
                name="asking_task_about_one_thing",
                condition=Q(asking__isnull=False, choice__isnull=True) | Q(asking__isnull=True, choice__isnull=False),
            )
        ]


class Deed(Kept):
    """What a named person did about a task. It closes it."""

    task = models.OneToOneField(Task, models.PROTECT)
    did = models.TextField()
    done_by = models.ForeignKey(Account, models.PROTECT)
    done_at = models.DateTimeField()

    class Meta:
        db_table = "asking_deed"
        constraints = [models.CheckConstraint(name="asking_deed_said", condition=Q(did__regex=r"\S{2,}"))]
