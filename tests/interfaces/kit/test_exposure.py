"""The picture of a prediction: values stand where they must, it says what it is, and the table says the same."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from openkap.clinical.kinetics import Administered, Client, expose
from openkap.interfaces.kit.chart import ExposureBand, VitalMark, exposure, exposure_rows
from openkap.interfaces.kit.predicted import show_beside, show_prediction
from openkap.services.read_exposure import Beside, Given, Prediction

ZONE = ZoneInfo("America/Chicago")
BAND = ExposureBand("Last", (0.0, 30.0, 60.0), (0.0, 50.0, 20.0), (0.0, 100.0, 40.0), (0.0, 200.0, 80.0))
OTHER = ExposureBand("Now", (0.0, 60.0), (0.0, 10.0), (0.0, 50.0), (0.0, 100.0))


def draw(*bands: ExposureBand, width: int = 640, **options: object) -> ET.Element:
    drawn = exposure(bands, (), title="Curve", subject="Ketamine", width=width, **options)  # type: ignore[arg-type]
    return ET.fromstring(drawn)  # noqa: S314 - our own drawing


def places(root: ET.Element, name: str) -> list[list[tuple[float, float]]]:
    found = [one for one in root.iter("path") if name in one.get("class", "").split()]
    return [
        [(float(x), float(y)) for x, y in (pair.split() for pair in one.get("d", "").strip("MZ").split("L"))]
        for one in found
        if "L" in one.get("d", "")
    ]


def words(root: ET.Element) -> str:
    return " ".join(one.text or "" for one in root.iter("text"))


def test_the_middle_stands_in_proportion_inside_its_band() -> None:
    root = draw(BAND)
    (line,), (area,) = places(root, "c-line"), places(root, "c-range")
    foot = line[0][1]
    assert foot - line[1][1] == pytest.approx(2.5 * (foot - line[2][1]), abs=0.2)
    upper, lower = area[:3], list(reversed(area[3:]))
    assert [x for x, _ in upper] == [x for x, _ in lower] == [x for x, _ in line]
    assert foot - upper[1][1] == pytest.approx(4 * (foot - lower[1][1]), abs=0.3)


@pytest.mark.parametrize("width", [320, 640])
def test_it_says_at_every_width_that_nothing_was_measured(width: int) -> None:
    root = draw(BAND, width=width)
    assert "predicted, not measured" in words(root)
    assert "predicted and not measured" in root.get("aria-label", "")
    assert "most people lie between 50 and 200 then" in root.get("aria-label", "")


def test_two_bands_differ_without_colour_and_are_named() -> None:
    root = draw(BAND, OTHER)
    assert len(places(root, "c-range")) == 1
    assert len(places(root, "c-edge")) == 2
    assert len(places(root, "c-line-3")) == 1
    assert "Last" in words(root)
    assert "Now" in words(root)


def test_the_time_at_which_it_was_drawn_stands_at_its_minute_or_not_at_all() -> None:
    assert "drawn at 14:05" in words(draw(BAND, now=VitalMark(20, "now", "drawn at 14:05")))
    assert "drawn at" not in words(draw(BAND, now=VitalMark(90, "now", "drawn at 15:15")))


def test_the_clock_can_begin_before_the_dose_so_that_it_stands_below_another_picture() -> None:
    assert places(draw(BAND, since=-10.0), "c-line")[0][0][0] > places(draw(BAND), "c-line")[0][0][0]


def test_the_table_says_the_same() -> None:
    assert [row.cells for row in exposure_rows([BAND, OTHER])] == [
        ("0 min", "0 (0 to 0)", "0 (0 to 0)"),
        ("30 min", "100 (50 to 200)", "0 (0 to 0)"),
        ("60 min", "40 (20 to 80)", "50 (10 to 100)"),
    ]


def prediction(route: str, *, weight_kg: float | None = None) -> Prediction:
    found = expose((Administered(route=route, mg=56),), Client(weight_kg=weight_kg or 70, age_y=41))
    first_at = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    return Prediction((Given(0, route, Decimal(56), None),), first_at, found, "", weight_kg, 41)


def rendered(shown: object) -> str:
    return Template("{% load kit %}{% predicted shown %}").render(Context({"shown": shown}))


def test_the_component_names_model_people_and_confidence() -> None:
    page = rendered(show_prediction(prediction("im", weight_kg=82), zone=ZONE))
    assert "for 82 kg and 41 years" in page
    assert "confidence derived; this route: least certain" in page
    assert "Studied in: none: put together from models of different people" in page
    assert "Most people are past the peak by 14:" in page


def test_a_prediction_that_cannot_be_made_says_why_and_draws_nothing() -> None:
    page = rendered(show_prediction(Prediction((), None, None, "two drugs <b>.", None, None), zone=ZONE))
    assert "No curve: two drugs &lt;b&gt;." in page
    assert "<svg" not in page


def test_two_that_are_not_of_one_kind_are_not_drawn_on_one_picture() -> None:
    two = Beside(prediction("im"), prediction("in-esketamine"), (), ("They are different drugs.",))
    page = rendered(show_beside(two, names=("Before", "Now"), title="Side by side"))
    assert "They are different drugs." in page
    assert "<svg" not in page
