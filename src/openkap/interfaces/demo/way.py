"""The way of one invented person, as steps in time, up to the point they have reached."""

from datetime import datetime, timedelta

from openkap.interfaces.demo.doings import Journey
from openkap.interfaces.demo.script import Clinic, Diary, Script

__all__ = ["write_way"]

# How far along, in order; and on which day of the way each point is reached, for both pathways.
_ORDER = (
    "request",
    "booked",
    "intake begun",
    "intake sent",
    "held",
    "cleared",
    "consented",
    "prepared once",
    "prepared",
    "at the gate, not yet",
    "at the gate",
    "in the room",
    "dosed",
    "window missed",
    "integrated",
    "second dose",
    "whole series",
)
_KAP_DAY = dict(zip(_ORDER, (0, 0, 0, 1, 2, 2, 3, 4, 8, 11, 11, 11, 11, 11, 13, 23, 33), strict=True))
_IV_DAY = dict(zip(_ORDER, (0, 0, 0, 1, 2, 2, 3, 3, 3, 5, 5, 5, 5, 5, 7, 10, 22), strict=True))
_FIRST_TALK = ("life_story", "motivations", "boundaries", "touch")
_SECOND_TALK = ("intention", "when_afraid", "stop_signal", "music", "trust")


class _Way:
    def __init__(self, clinic: Clinic, diary: Diary, journey: Journey) -> None:
        self.clinic, self.diary, self.journey = clinic, diary, journey
        self.who = journey.who
        self.script = Script(clinic.now)
        days = _KAP_DAY if self.who.pathway == "kap" else _IV_DAY
        self.began = days[self.who.until] + self.who.days_since
        self.reached = _ORDER.index(self.who.until)

    def is_past(self, point: str) -> bool:
        return self.reached >= _ORDER.index(point)

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        return self.clinic.at(self.began - day, hour, minute)

    def slot(self, day: int, hour: int, minutes: int) -> datetime:
        """A time on that day of the way when guide and room are free, from the hour on."""
        needs = tuple(need for need in (self.journey.guide.id, self.journey.room) if need is not None)
        return self.diary.book(needs, self.at(day, hour), minutes)

    def write(self) -> Script:
        do, add = self.journey, self.script.add
        add(self.at(0, 8, 10 + self.journey.number % 40), do.request)
        if not self.is_past("booked"):
            return self.script
        # Whoever has not come far yet has their first visit ahead of them.
        consult = self.slot(1 if self.is_past("intake sent") else self.began + 1, 9, 60)
        add(self.at(0, 8, 55), lambda at: do.book_consult(at, consult))
        if not self.is_past("intake begun"):
            return self.script
        add(self.at(0, 9, 5), do.come_in)
        sent = self.is_past("intake sent")
        add(self.at(0, 9, 10), lambda at: do.fill_intake(at, send=sent))
        if not self.is_past("held"):
            return self.script
        add(
            consult + timedelta(minutes=60), lambda at: do.hold(at, minutes=60, note="First visit. Questions answered.")
        )
        # One in five leaves the second evening's forms alone, is reminded three times, and then somebody asks.
        if self.journey.number % 5:
            add(self.at(1, 19), do.answer_what_waits)
        clear = self.is_past("cleared")
        add(self.at(2, 12), lambda at: do.decide(at, clear=clear))
        if self.is_past("consented"):
            add(self.at(3, 8), do.sign)
            if self.who.pathway == "kap":
                self._prepare()
            self._medicine()
        return self.script

    def _prepare(self) -> None:
        do, add = self.journey, self.script.add
        first = self.slot(4 if self.is_past("prepared once") else self.began + 1, 9, 60)
        add(self.at(3, 8, 30), lambda at: do.book(at, "preparation", first))
        if not self.is_past("prepared once"):
            return
        add(self.at(4, 7), do.answer_trust)
        add(first + timedelta(minutes=60), lambda at: do.hold(at, minutes=60, topics=_FIRST_TALK, note="Good contact."))
        second = self.slot(8 if self.is_past("prepared") else self.began + 1, 11, 60)
        add(self.at(5, 9), lambda at: do.book(at, "preparation", second))
        if not self.is_past("prepared"):
            return
        add(self.at(7, 20), do.write_words)
        add(self.at(8, 7), do.answer_trust)
        add(second + timedelta(minutes=60), lambda at: do.hold(at, minutes=60, topics=_SECOND_TALK, note="Ready soon."))
        add(second + timedelta(minutes=65), lambda at: do.attest(at, "support_plan", "touch_agreement", "preparedness"))

    def _medicine(self) -> None:
        do, add = self.journey, self.script.add
        kap = self.who.pathway == "kap"
        minutes = 180 if kap else 120
        if not self.is_past("at the gate, not yet"):
            if self.is_past("prepared") or (not kap and self.is_past("consented")):
                planned = self.slot(self.began + 2, 9, minutes)
                add(self.at(8 if kap else 3, 17), lambda at: do.book(at, "medicine", planned))
            return
        if not self.is_past("dosed"):
            self._today(minutes)
            return
        doses = {"second dose": 2, "whole series": 3 if kap else 6}.get(self.who.until, 1)
        for number in range(doses):
            day = 11 + 10 * number if kap else 5 + 3 * number
            self._past_dose(number, day, minutes, last=number + 1 == doses)
        if self.who.until in ("integrated", "second dose"):
            planned = self.slot(self.began + 3, 9, minutes)
            if kap and self.who.until == "second dose" and self.journey.number % 3 == 1:
                add(self.at(24, 20), do.stop_questionnaires)
            add(self.clinic.now - timedelta(minutes=1), lambda at: do.book(at, "medicine", planned))

    def _past_dose(self, number: int, day: int, minutes: int, *, last: bool) -> None:
        do, add = self.journey, self.script.add
        kap = self.who.pathway == "kap"
        planned = self.slot(day, 9, minutes)
        add(self.at(day - 1, 8), lambda at: do.book(at, "medicine", planned))
        add(self.at(day - 1, 19), do.name_escort)
        if self.journey.number % 4:
            add(planned - timedelta(minutes=40), do.answer_what_waits)
        add(planned - timedelta(minutes=15), do.choose)
        add(planned - timedelta(minutes=5), do.open_gate)
        self._session(planned, minutes)
        # Of the last dose of those who were dosed lately, the calls still wait: somebody's day is full of them.
        calls = (("evening", 8), ("day_1", 22), ("day_3", 70), ("day_7", 160))
        for what, hours in calls if self.who.until not in ("dosed", "window missed") else calls[:1]:
            called = planned + timedelta(hours=hours)
            if called < self.clinic.now - timedelta(hours=6):
                add(called, lambda at, what=what, session=number: do.call(at, what, session))
        if kap and self.is_past("integrated"):
            after = self.slot(day + 1, 13, 60)
            add(self.at(day, 17), lambda at: do.book(at, "integration", after, because="Agreed with the client."))
            add(after + timedelta(minutes=60), lambda at: do.hold(at, minutes=60))
        # One form after each dose of a short series, after every second one of a long series.
        every = 1 if kap or self.who.until != "whole series" else 2
        place = (number + 1) // every
        if (number + 1) % every == 0 and place < len(self.who.phq9):
            total = self.who.phq9[place]
            add(self.at(day + 2, 8), lambda at: do.answer_phq9(at, total))
            if kap and not last:
                add(self.at(day + 8, 18), lambda at: do.answer_what_waits(at, mood=total))

    def _session(self, begins: datetime, minutes: int) -> None:
        do, add = self.journey, self.script.add
        m = timedelta(minutes=1)
        add(begins, do.start)
        add(begins + 2 * m, lambda at: do.read_vitals(at, 124, 78, 72))
        add(begins + 6 * m, do.dose)
        rise = 4 + self.journey.number % 9
        for after, top in ((11, 6), (16, 12), (21, 14), (26, 12), (36, 9), (46, 5), (61, 2), (76, 0)):
            add(
                begins + (6 + after) * m,
                lambda at, top=top: do.read_vitals(at, 124 + top + rise, 78 + top // 2, 72 + top),
            )
        if self.who.pathway == "kap":
            add(begins + 1 * m, lambda at: do.mark(at, "came_in", do.guide.name))
            add(begins + 14 * m, lambda at: do.mark(at, "music_change"))
            add(begins + 18 * m, lambda at: do.distress(at, 3))
            add(begins + 23 * m, lambda at: do.distress(at, 7))
            add(begins + 24 * m, lambda at: do.mark(at, "tears"))
            add(begins + 25 * m, lambda at: do.mark(at, "offered:breathing"))
            add(begins + 29 * m, lambda at: do.mark(at, "helped:breathing"))
            add(begins + 30 * m, lambda at: do.mark(at, "spoke"))
            add(begins + 33 * m, lambda at: do.distress(at, 2))
            add(begins + 34 * m, lambda at: do.mark(at, "settled"))
            add(begins + 58 * m, lambda at: do.note_apart(at, "Spoke of the father, and of the house by the sea."))
            add(begins + 55 * m, lambda at: do.note(at, "Came back slowly. First words were about the sea."))
        add(begins + (minutes - 40) * m, lambda at: do.read_vitals(at, 122, 78, 70))
        add(begins + (minutes - 12) * m, lambda at: do.read_vitals(at, 120, 77, 70))
        # The least stay counts from the end of the infusion or the last injection; the demo's sessions are long enough.
        add(begins + (minutes - 4) * m, do.discharge)
        add(begins + minutes * m, do.sign_record)

    def _today(self, minutes: int) -> None:
        """Today's sessions lie around the present moment, whatever the hour, and inside the practice's own day."""
        do, add, now = self.journey, self.script.add, self.clinic.now
        midnight = self.clinic.at(0, 0)
        if self.who.until == "in the room":
            begins = max(now - timedelta(minutes=55), midnight + timedelta(seconds=20))
            share = (now - begins) / 100
            self.diary.taken.setdefault(self.journey.room, []).append((begins, begins + timedelta(minutes=minutes)))
            add(self.at(8, 17), lambda at: do.book(at, "medicine", begins))
            add(self.at(10, 19), do.name_escort)
            add(begins + share, do.choose)
            add(begins + 3 * share, do.open_gate)
            add(begins + 5 * share, do.start)
            add(begins + 8 * share, lambda at: do.read_vitals(at, 122, 76, 70))
            add(begins + 15 * share, do.dose)
            add(begins + 30 * share, lambda at: do.read_vitals(at, 134, 82, 84))
            add(begins + 10 * share, lambda at: do.mark(at, "came_in", do.guide.name))
            add(begins + 35 * share, lambda at: do.distress(at, 5))
            add(begins + 38 * share, lambda at: do.mark(at, "offered:breathing"))
            add(begins + 40 * share, lambda at: do.mark(at, "music_change"))
            add(begins + 55 * share, lambda at: do.read_vitals(at, 142, 86, 88))
            add(begins + 65 * share, lambda at: do.mark(at, "tears"))
            add(begins + 70 * share, lambda at: do.distress(at, 2))
            add(begins + 80 * share, lambda at: do.read_vitals(at, 136, 84, 82))
            add(begins + 90 * share, lambda at: do.note(at, "Breathing quietly. Said: it is wide here."))
            return
        soon = now + timedelta(minutes=20 + 25 * (self.journey.number % 4))
        planned = min(soon, self.clinic.at(-1, 0) - timedelta(minutes=1))
        kap = self.who.pathway == "kap"
        add(self.at(8 if kap else 3, 17), lambda at: do.book(at, "medicine", planned))
        if self.who.until == "at the gate":
            add(self.at(10 if kap else 4, 19), do.name_escort)
            add(max(now - timedelta(minutes=10), midnight), do.choose)
            add(max(now - timedelta(minutes=8), midnight), do.begin_day)


def write_way(clinic: Clinic, diary: Diary, journey: Journey) -> Script:
    """The steps of this person up to now. Their times are the clinic's; nothing lies in the future."""
    return _Way(clinic, diary, journey).write()
