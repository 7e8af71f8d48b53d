"""The style guide: every component in every state, and each shell with a believable page. For builders and for tests.

The project wires `show` under /kit/ in demo mode only. Everyone named here is made up.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from openkap.clinical.kinetics import Administered, expose, tell_apart
from openkap.clinical.kinetics import Client as Body
from openkap.interfaces.kit import chart, written
from openkap.interfaces.kit.forms import DayInput, ManyRows, MeasuredField, MomentField, Rows
from openkap.interfaces.kit.parts import (
    Cell,
    Choice,
    ClientBanner,
    Column,
    Line,
    Link,
    OpenAlerts,
    Problem,
    Row,
    Step,
)
from openkap.interfaces.kit.predicted import show_beside, show_prediction
from openkap.services.read_exposure import Beside, Given, Prediction

__all__ = ["PAGES", "context", "show"]

PAGES = ("parts", "public", "phone", "room")
_ZONE = ZoneInfo("America/Chicago")
_NOW = datetime(2026, 11, 23, 20, 42, tzinfo=UTC)


class ExampleForm(forms.Form):
    """One field of each kind."""

    called = forms.CharField(
        label="What would you like to be called?", help_text="The name we use when we talk with you."
    )
    birthday = forms.DateField(label="Day of birth", widget=DayInput)
    at = MomentField(label="When did you last eat?")
    weight_kg = MeasuredField(label="Weight", unit="kg", low=30, high=300, places=1, help_text="From 30 to 300 kg.")
    nausea = MeasuredField(label="Nausea", unit="of 10", low=0, high=10, step=1, required=False)
    ride = forms.ChoiceField(
        label="How will you get home?",
        widget=Rows,
        choices=[
            ("person", "Someone drives me"),
            ("service", "A ride service, with someone beside me"),
            ("", "I do not know yet"),
        ],
    )
    care = forms.MultipleChoiceField(
        label="What may we bring?",
        widget=ManyRows,
        required=False,
        choices=[("blanket", "A blanket"), ("water", "Water"), ("mask", "An eye mask")],
    )
    place = forms.ChoiceField(
        label="Where do you live?", choices=[("", "Choose"), ("tx", "Texas"), ("other", "Elsewhere")]
    )
    words = forms.CharField(
        label="In your own words", widget=forms.Textarea, required=False, help_text="As much or as little as you like."
    )
    agreed = forms.BooleanField(label="I have read this and had time to ask")


def context(now: datetime = _NOW) -> dict[str, Any]:
    """What the guide's pages show. `now` is the moment that clocks count from."""
    given = now - timedelta(minutes=42)
    return {
        "now": now,
        "given": given,
        "due": now + timedelta(minutes=4, seconds=30),
        "due_watch": now - timedelta(minutes=3, seconds=10),
        "due_alert": now - timedelta(minutes=6, seconds=10),
        "practice": SimpleNamespace(
            name="Juniper House",
            phone="+1 512 555 0100",
            crisis_words="We read messages on weekdays from 9 to 17. Nobody watches this page at night: please call.",
        ),
        "person": SimpleNamespace(name="Noor Haddad", roles=["guide", "lead"]),
        "sign_out_url": "#",
        "open_alerts": OpenAlerts(count=2, url="#alerts"),
        "client": ClientBanner(
            name=written.name("Whitaker", "Eleanor"),
            called="Nell",
            pronouns="she/her",
            born=written.born(datetime(1945, 7, 14, tzinfo=UTC).date(), now.date()),
            identifier="JH-00412",
            url="#",
            lines=(Line(term="Allergies", value="penicillin (rash)"), Line(term="Weight")),
        ),
        "stranger": ClientBanner(name=written.name("Okonkwo", "Ifeanyi")),
        "nav": [
            Link(label="Today", url="#today", current=True),
            Link(label="Clients", url="#clients"),
            Link(label="Alerts", url="#alerts", count=2),
            Link(label="Sessions", url="#sessions"),
            Link(label="Outcomes", url="#outcomes"),
        ],
        "public_nav": [
            Link(label="How it works", url="#how", current=True),
            Link(label="Is it for me?", url="#for-me"),
            Link(label="Fees", url="#fees"),
        ],
        "tabs": [
            Link(label="Summary", url="#tabs", current=True),
            Link(label="Measures", url="#tabs", count=3),
            Link(label="Sessions", url="#tabs"),
            Link(label="Consent", url="#tabs"),
        ],
        "rows": [
            Line(term="Guide", value="Noor Haddad"),
            Line(term="Prescriber", value="Dr. A. Reyes", note="Cleared on 18-Nov-2026"),
            Line(term="Ride home"),
            Line(term="Last drink of alcohol", unknown="left unanswered"),
        ],
        "steps": [
            Step(label="First talk", state="done", note="02-Nov-2026"),
            Step(label="Preparation", state="done", note="16-Nov-2026"),
            Step(label="Clearance", state="held", note="Waits for the blood pressure log"),
            Step(label="Medicine", state="now", note="Today 14:00"),
            Step(label="Integration", state="later"),
        ],
        "columns": [
            Column(label="Time"),
            Column(label="Blood pressure", number=True),
            Column(label="Pulse", number=True),
            Column(label="SpO₂", number=True),
            Column(label="By"),
        ],
        "readings": [
            Row(cells=("14:00", "128/82 mmHg", "72 /min", "98 %", "MB")),
            Row(cells=("14:10", Cell(text="164/98 mmHg", tone="watch"), "88 /min", "97 %", "MB")),
            Row(cells=("14:11", "264/98 mmHg", "88 /min", "97 %", "MB"), struck=True),
            Row(cells=("14:25", Cell(text="182/112 mmHg", tone="alert"), "101 /min", "96 %", "MB")),
            Row(cells=("14:40", "138/84 mmHg", "80 /min", "not taken", Cell(text="NH", url="#who"))),
        ],
        "choices": [
            Choice(value=0, label="Not at all"),
            Choice(value=1, label="Several days", checked=True),
            Choice(value=2, label="More than half the days"),
            Choice(value=3, label="Nearly every day"),
        ],
        "yes_or_no": [
            Choice(value="yes", label="Yes"),
            Choice(value="no", label="No"),
            Choice(value="soon", label="Soon"),
        ],
        "problems": [
            Problem(message="Enter a number from 30 to 300 kg with a point for decimals, such as 0.5.", url="#weight")
        ],
        "session_marks": [
            ("Booster", "none so far", ""),
            ("Spoke", "14:31", ""),
            ("Tears", "14:36", ""),
            ("Nausea", "", ""),
            ("Touch asked for", "", ""),
            ("Eye mask off", "", ""),
            ("Restroom", "", ""),
            ("Music changed", "14:20", ""),
            ("Call the prescriber", "", "danger"),
        ],
        **_pictures(now),
        **_predictions(now),
        "fresh_form": ExampleForm(initial={"nausea": 0}),
        "bound_form": ExampleForm({"weight_kg": "82,5", "called": "Nell", "nausea": "11"}),
    }


def _pictures(now: datetime) -> dict[str, Any]:
    weeks = (0, 1, 2, 3, 4, 6, 8, 10)
    scores = (21, 19, 20, 15, None, 12, 14, 9)
    start = now - timedelta(weeks=10)
    names = ("minimal", "mild", "moderate", "moderately severe", "severe")
    bands = [
        chart.TrendBand(low, high, name)
        for low, high, name in zip((0, 5, 10, 15, 20), (5, 10, 15, 20, 27), names, strict=True)
    ]
    points = [
        chart.TrendPoint(start + timedelta(weeks=week), score, "left unfinished" if score is None else str(score))
        for week, score in zip(weeks, scores, strict=True)
    ]
    doses = [
        chart.TrendMark(start + timedelta(days=day), "dose", f"Dose {i + 1}") for i, day in enumerate((17, 31, 45))
    ]
    readings = [
        chart.VitalReading(-10, 128, 82, 72, 98),
        chart.VitalReading(5, 139, 88, 80, 98),
        chart.VitalReading(10, 164, 98, 92, 97),
        chart.VitalReading(15, 158, 95, 95, None),
        chart.VitalReading(30, None, None, 84, 97),
        chart.VitalReading(40, 138, 84, 80, 98),
    ]
    events = [chart.VitalMark(0, "dose", "Dose"), chart.VitalMark(20, "dose", "Booster")]
    limits = [chart.VitalLimit("bp", 160), chart.VitalLimit("bp", 100), chart.VitalLimit("spo2", 94)]

    def draw_trend(width: int) -> chart.Svg:
        return chart.trend(points, bands, doses, low=0, high=27, title="Mood", zone=_ZONE, width=width)

    def draw_vitals(width: int) -> chart.Svg:
        return chart.vitals(readings, events, title="Since the dose", limits=limits, width=width, gap_minutes=20)

    def draw_one(width: int) -> chart.Svg:
        return chart.trend(points[:1], bands, (), low=0, high=27, title="One answer", zone=_ZONE, width=width)

    def draw_none(width: int) -> chart.Svg:
        return chart.trend((), bands, (), low=0, high=27, title="No answer", zone=_ZONE, width=width)

    return {
        "trend": chart.at_two_widths(draw_trend),
        "trend_columns": chart.trend_columns("Mood"),
        "trend_rows": chart.trend_rows(points, doses, zone=_ZONE),
        "trend_of_one": chart.at_two_widths(draw_one),
        "trend_of_none": chart.at_two_widths(draw_none),
        "vitals": chart.at_two_widths(draw_vitals),
        "vitals_columns": chart.vitals_columns(),
        "vitals_rows": chart.vitals_rows(readings, events),
    }


def _predictions(now: datetime) -> dict[str, Any]:
    def session(first_at: datetime | None, *given: Given) -> Prediction:
        administered = tuple(
            Administered(
                route=one.route, mg=float(one.dose_mg), start_min=one.minute, duration_min=one.infusion_min or 0
            )
            for one in given
        )
        return Prediction(given, first_at, expose(administered, Body(weight_kg=70, age_y=41)), "", None, 41)

    drip = session(None, Given(0, "iv", Decimal(35), 40))
    shots = session(now - timedelta(minutes=42), Given(0, "im", Decimal(60), None), Given(12, "im", Decimal(25), None))
    sentences = tell_apart(drip.exposure, shots.exposure, names=("the last session", "this order"))
    two, names = Beside(drip, shots, sentences, ()), ("Last session", "This order")
    no_curve = Prediction((), None, None, "racemic ketamine and esketamine are different drugs.", None, None)
    return {
        "predicted": show_prediction(shots, zone=_ZONE, now=now),
        "predicted_beside": show_beside(two, names=names, title="This order beside the last session"),
        "predicted_none": show_prediction(no_curve, zone=_ZONE, title="No curve"),
    }


def show(request: HttpRequest, page: str = "parts") -> HttpResponse:
    """One page of the guide, in the theme asked for by ?theme=light|dark|dim|auto."""
    if page not in PAGES:
        raise Http404
    theme = request.GET.get("theme", "")
    chosen = theme if theme in ("light", "dark", "dim", "auto") else None
    return render(request, f"kit/guide/{page}.html", {**context(), "theme": chosen})
