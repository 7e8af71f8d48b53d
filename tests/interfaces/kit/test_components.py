"""Components as HTML: what is unknown is said, 0 is a value, words are escaped, and errors lead to their fields."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from openkap.interfaces.kit import guide
from openkap.interfaces.kit.forms import MeasuredField, MomentField, Renderer, Rows
from openkap.interfaces.kit.parts import Cell, Choice, ClientBanner, Column, Line, OpenAlerts, Row, Step

NOW = datetime(2026, 11, 23, 20, 42, tzinfo=UTC)


def draw(source: str, **values: object) -> str:
    return Template("{% load kit %}" + source).render(Context(values))


def seen(html: str) -> str:
    """The words of a page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_misspelt_parameter_is_told_when_the_template_is_read() -> None:
    with pytest.raises(TemplateSyntaxError, match="knid"):
        Template('{% load kit %}{% button "Save" knid="primary" %}')


def test_a_component_sees_nothing_of_the_page_around_it() -> None:
    assert "disabled" not in draw('{% button "Save" %}', disabled=True, url="/elsewhere/", why="no")


@pytest.mark.parametrize(
    "source",
    [
        "{% button bad %}",
        "{% mark bad tone='watch' %}",
        "{% tag bad %}",
        "{% card bad %}{{ bad }}{% endcard %}",
        "{% banner bad %}{{ bad }}{% endbanner %}",
        "{% room_alert bad since=bad %}{{ bad }}{% endroom_alert %}",
        "{% entry bad when=bad struck=bad %}{{ bad }}{% endentry %}",
        "{% empty_state bad text=bad %}",
        "{% progress bad value=1 max=2 %}",
        "{% copyable bad %}",
        "{% saved bad %}",
        "{% big_mark bad name=bad value=bad %}",
        "{% measured bad id='a' name='a' unit=bad last=bad error=bad %}",
    ],
)
def test_every_word_given_to_a_component_is_escaped(source: str) -> None:
    shown = draw(source, bad='<script>"x"</script>')
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_what_is_not_known_is_said_and_0_is_known() -> None:
    rows = [Line(term="Ride"), Line(term="Drinks", unknown="left unanswered"), Line(term="Falls", value="0")]
    assert seen(draw("{% facts rows %}", rows=rows)) == "Ride not asked yet Drinks left unanswered Falls 0"
    assert seen(draw("{% facts rows %}", rows=[{"term": "Falls", "value": 0}])) == "Falls 0"


def test_the_clients_banner_says_what_it_does_not_know() -> None:
    client = ClientBanner(name="OKONKWO, Ifeanyi", lines=(Line(term="Allergies"),))
    assert seen(draw("{% client_banner client %}", client=client)) == (
        "OKONKWO, Ifeanyi Born not asked yet Number none yet Allergies not asked yet"
    )


@pytest.mark.parametrize("tone", ["watch", "alert"])
def test_a_notice_has_a_shape_and_a_word_beside_its_colour(tone: str) -> None:
    for source in (
        "{% mark 'Above' tone=tone %}",
        "{% tag 'Above' tone=tone %}",
        "{% banner 'Above' tone=tone %}{% endbanner %}",
    ):
        shown = draw(source, tone=tone)
        assert f"icon-{tone}" in shown
        assert "Above" in seen(shown)


def test_a_step_says_its_state_in_a_word_too() -> None:
    steps = [Step(label=state, state=state) for state in ("done", "held", "now", "later")]
    shown = draw("{% steps steps %}", steps=steps)
    assert seen(shown) == "done , done held , waiting now , now later , not yet"
    assert shown.count('aria-current="step"') == 1
    with pytest.raises(ValueError, match="done, now, later or held"):
        Step(label="x", state="finished")


def test_a_disabled_button_says_why_and_cannot_send() -> None:
    shown = draw('{% button "Give" disabled=True why="Waits for clearance." %}')
    assert 'type="button"' in shown
    assert 'aria-disabled="true"' in shown
    assert "Waits for clearance." in shown


def test_open_alerts_are_counted_and_an_unknown_count_claims_nothing() -> None:
    def slot(alerts: OpenAlerts | None) -> str:
        return seen(render_to_string("kit/alert_count.html", {"open_alerts": alerts}))

    assert slot(OpenAlerts(count=1, url="/alerts/")) == "1 open alert"
    assert slot(OpenAlerts(count=0, url="/alerts/")) == "No open alerts"
    assert slot(None) == ""


def test_a_table_names_its_rows_and_refuses_a_row_of_another_length() -> None:
    columns = [Column(label="Time"), Column(label="Pulse", number=True)]
    rows = [Row(cells=("14:00", Cell(text="0 /min", tone="alert"))), Row(cells=("14:01", "72 /min"), struck=True)]
    shown = draw('{% table "Readings" columns=columns rows=rows %}', columns=columns, rows=rows)
    assert shown.count('scope="row"') == 2
    assert "icon-alert" in shown
    assert '<tr class="struck">' in shown
    with pytest.raises(ValueError, match="longer"):
        draw('{% table "Readings" columns=columns rows=rows %}', columns=columns, rows=[Row(cells=("14:00",))])


@pytest.mark.parametrize(
    ("seconds_late", "state", "words"),
    [
        (-270, "", "in 4 min"),
        (0, "", "now"),
        (119, "", "1 min late"),
        (120, "watch", "2 min late"),
        (299, "watch", "4 min late"),
        (300, "alert", "5 min late"),
    ],
)
def test_what_is_due_turns_at_the_sites_own_seconds(seconds_late: int, state: str, words: str) -> None:
    due = NOW - timedelta(seconds=seconds_late)
    shown = draw('{% due "Blood pressure" due=due now=now watch_after=120 alert_after=300 %}', due=due, now=NOW)
    assert f'data-state="{state}"' in shown
    assert words in seen(shown)


def test_before_the_dose_the_clock_counts_nothing() -> None:
    shown = draw("{% elapsed None now=now %}", now=NOW)
    assert "no dose yet" in shown
    assert "since=" not in shown


def test_help_is_there_even_when_the_clinic_wrote_nothing() -> None:
    shown = draw("{% help_now practice %}", practice=None)
    assert 'href="tel:988"' in shown
    assert 'href="sms:988"' in shown
    assert 'href="tel:911"' in shown


def test_filters_write_in_the_practices_zone() -> None:
    with timezone.override(ZoneInfo("America/Chicago")):
        late = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
        assert draw("{{ at|day }} {{ at|clock }} {{ at|moment }}", at=late) == "23-Nov-2026 20:30 23-Nov-2026 20:30"
        assert (
            draw("{{ at|weekday }} {{ birth|day }}", at=late, birth=date(1945, 7, 14))
            == "Monday 23-Nov-2026 14-Jul-1945"
        )
    assert (
        draw(
            "{{ none|day }}{{ none|clock }}{{ none|moment }}{{ none|from_now:now }}{{ none|number }}",
            none=None,
            now=NOW,
        )
        == ""
    )
    assert draw("{{ zero|number }} {{ half|number }}", zero=0, half=Decimal("0.50")) == "0 0.5"


class Intake(forms.Form):
    default_renderer = Renderer()
    called = forms.CharField(label="Called", help_text="The name we use.")
    weight = MeasuredField(label="Weight", unit="kg", low=30, high=300, places=1, last="81.5")
    falls = MeasuredField(label="Falls", unit="times", low=0, high=50, required=False)
    sleep = forms.TypedChoiceField(label="Sleep", widget=Rows, coerce=int, choices=[(0, "Well"), (1, "Badly")])
    at = MomentField(label="Eaten at", required=False)
    agreed = forms.BooleanField(label="I had time to ask")

    def clean(self) -> None:
        if not self.cleaned_data.get("agreed"):
            self.add_error(None, "Take the time you need; we can wait.")


WHOLE = {"called": "Nell", "weight": "82.5", "falls": "0", "sleep": "0", "at": "", "agreed": "on"}


def test_a_whole_form_keeps_zeros_as_zeros_and_gaps_as_none() -> None:
    form = Intake(WHOLE)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["falls"] == 0
    assert form.cleaned_data["falls"] is not None
    assert form.cleaned_data["sleep"] == 0
    left_out = Intake(WHOLE | {"falls": " "})
    assert left_out.is_valid()
    assert left_out.cleaned_data["falls"] is None
    assert left_out.cleaned_data["at"] is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("82,5", "with a point for decimals"),
        ("825", "825 kg is outside it"),
        ("82.55", "at most 1 decimals"),
        ("８２", "with a point for decimals"),
        ("1e2", "with a point for decimals"),
        ("", "required"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_what_can(typed: str, told: str) -> None:
    form = Intake(WHOLE | {"weight": typed})
    assert not form.is_valid()
    assert told in form.errors["weight"][0]


def test_the_summary_leads_to_fields_that_exist_and_each_field_names_its_words() -> None:
    with timezone.override(ZoneInfo("America/Chicago")):
        form = str(Intake({"weight": "82,5", "at": "2026-03-08T02:30"}))
    ids = re.findall(r'\sid="([^"]+)"', form)
    assert len(ids) == len(set(ids)), "an id stands for one thing"
    links = re.findall(r'<li><a href="#([^"]+)"', form)
    assert set(links) == {"id_called", "id_weight", "id_sleep_0", "id_at", "id_agreed"}
    assert set(links) <= set(ids)
    for named in re.findall(r'aria-describedby="([^"]+)"', form):
        assert set(named.split()) <= set(ids)
    assert form.count('aria-invalid="true"') >= 4
    assert "does not exist on 08-Mar-2026" in form
    assert "Take the time you need" in form
    assert "82,5" in form, "what was typed is kept"


def test_the_value_before_is_never_in_the_field_itself() -> None:
    form = str(Intake())
    assert 'placeholder="last 81.5"' in form
    assert 'value="81.5"' not in form


def test_a_fresh_form_has_no_summary_and_marks_what_may_be_left_out() -> None:
    form = str(Intake())
    assert "error-summary" not in form
    assert form.count("(optional)") == 2


def test_an_answer_of_0_is_shown_as_chosen() -> None:
    shown = str(Intake(WHOLE)["sleep"].as_field_group())
    assert re.search(r'value="0"[^>]*checked', shown)
    choices = [Choice(value=0, label="Not at all", checked=True), Choice(value=1, label="Often")]
    shown = draw('{% choices "Sleep" id="q" name="q" choices=choices %}', choices=choices)
    assert re.search(r'value="0"[^>]*checked', shown)
    assert shown.count("checked") == 1


@pytest.mark.parametrize("page", guide.PAGES)
def test_each_shell_has_one_heading_of_the_first_rank_and_one_main(page: str) -> None:
    shown = guide.show(RequestFactory().get("/", {"theme": "dark"}), page).content.decode()
    assert shown.startswith("<!doctype html>")
    assert len(re.findall(r"<h1[ >]", shown)) == len(re.findall(r"<main[ >]", shown)) == 1
    assert '<html lang="en" data-theme="dark">' in shown
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))


def test_the_room_is_dim_by_itself_and_the_others_follow_the_device() -> None:
    themes = {
        page: re.search(r'data-theme="(\w+)"', guide.show(RequestFactory().get("/"), page).content.decode())[1]  # type: ignore[index]
        for page in guide.PAGES
    }
    assert themes == {"parts": "auto", "public": "auto", "phone": "auto", "room": "dim"}


def test_signing_out_is_a_post_with_its_token() -> None:
    shown = guide.show(RequestFactory().get("/"), "parts").content.decode()
    form = re.search(r'<form method="post" action="#" data-sign-out>.*?</form>', shown, flags=re.DOTALL)
    assert form
    assert "csrfmiddlewaretoken" in form[0]
    assert "Sign out" in form[0]
