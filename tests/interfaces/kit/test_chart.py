"""The pictures: values stand where they must, gaps stay gaps, words are escaped, and the table says the same."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from openkap.interfaces.kit import chart
from openkap.interfaces.kit.chart import (
    Svg,
    TrendBand,
    TrendMark,
    TrendPoint,
    VitalLimit,
    VitalMark,
    VitalReading,
    at_two_widths,
    trend,
    trend_rows,
    vitals,
    vitals_rows,
)

ZONE = ZoneInfo("America/Chicago")
START = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)
BANDS = [TrendBand(0, 5, "minimal"), TrendBand(5, 10, "mild"), TrendBand(10, 27, "more")]


def week(number: float, value: float | None, label: str = "") -> TrendPoint:
    return TrendPoint(START + timedelta(weeks=number), value, label or str(value))


def draw(points: list[TrendPoint], marks: list[TrendMark] | None = None, **options: object) -> ET.Element:
    drawn = trend(points, BANDS, marks or [], low=0, high=27, title="PHQ-9", zone=ZONE, **options)  # type: ignore[arg-type]
    return ET.fromstring(drawn)  # noqa: S314 - our own drawing


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if name in element.get("class", "").split()]


def words(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter("text")]


def lines(root: ET.Element) -> list[list[tuple[float, float]]]:
    return [
        [tuple(map(float, place.split())) for place in line.get("d", "")[1:].split("L")]  # type: ignore[misc]
        for line in of_class(root, "c-line")
    ]


def test_values_stand_in_proportion_on_both_axes() -> None:
    [line] = lines(draw([week(0, 0), week(1, 27), week(4, 9)]))
    (x0, y0), (x1, y1), (x2, y2) = line
    assert (x1 - x0) / (x2 - x0) == pytest.approx(1 / 4, abs=0.002)
    assert (y2 - y0) / (y1 - y0) == pytest.approx(9 / 27, abs=0.002)
    assert y1 < y0, "more is higher on the page"


def test_the_last_value_is_written_out_and_stands_at_its_place() -> None:
    root = draw([week(0, 20), week(1, 9)])
    [last] = of_class(root, "c-last")
    [number] = of_class(root, "c-strong")
    assert number.text == "9"
    assert abs(float(number.get("y", "0")) - float(last.get("cy", "0"))) < 8


def test_an_answer_of_zero_is_drawn_as_an_answer() -> None:
    root = draw([week(0, 12), week(1, 0)])
    assert of_class(root, "c-strong")[0].text == "0"
    assert len(lines(root)[0]) == 2


def test_a_gap_that_is_known_of_breaks_the_line_and_is_marked() -> None:
    root = draw([week(0, 20), week(1, 18), week(2, None, "left unfinished"), week(3, 15), week(4, 12)])
    assert [len(line) for line in lines(root)] == [2, 2]
    assert len(of_class(root, "c-missing")) == 1
    assert "1 not complete" in (root.findtext("desc") or "")


def test_points_further_apart_than_the_gap_are_not_joined() -> None:
    root = draw([week(0, 20), week(1, 18), week(9, 12), week(10, 11)], gap=timedelta(weeks=4))
    assert [len(line) for line in lines(root)] == [2, 2]


def test_one_value_still_draws_and_none_says_so() -> None:
    assert len(of_class(draw([week(0, 14)]), "c-last")) == 1
    for nothing in ([], [week(0, None)]):
        assert words(draw(nothing)) == ["Nothing to draw yet."]


def test_points_may_come_in_any_order() -> None:
    forwards = [week(0, 20), week(1, 18), week(2, 9)]
    assert ET.tostring(draw(forwards)) == ET.tostring(draw(forwards[::-1]))


def test_a_value_outside_the_range_is_shown_and_not_cut_off() -> None:
    root = draw([week(0, 31), week(1, 3)])
    bottom = max(float(rect.get("y", "0")) + float(rect.get("height", "0")) for rect in of_class(root, "c-band"))
    top = min(float(rect.get("y", "0")) for rect in of_class(root, "c-band"))
    [line] = lines(root)
    assert line[0][1] < top
    assert line[1][1] < bottom
    assert "31" in words(root)


def test_bands_cover_their_values_and_carry_their_names() -> None:
    root = draw([week(0, 5), week(1, 10)])
    [line] = lines(root)
    mild = of_class(root, "c-band-1")[0]
    assert float(mild.get("y", "0")) == pytest.approx(line[1][1], abs=0.2)
    assert float(mild.get("y", "0")) + float(mild.get("height", "0")) == pytest.approx(line[0][1], abs=0.2)
    assert {"minimal", "mild", "more"} <= set(words(root))


def test_a_dose_has_a_diamond_and_another_mark_has_not() -> None:
    doses = [
        TrendMark(START + timedelta(days=3), "dose", "Dose 1"),
        TrendMark(START + timedelta(days=5), "note", "Moved"),
    ]
    root = draw([week(0, 5), week(1, 10)], doses)
    assert len(of_class(root, "c-diamond")) == 1
    assert len(of_class(root, "c-mark")) == 2


def test_labels_that_would_touch_leave_the_later_one_to_its_title() -> None:
    doses = [TrendMark(START + timedelta(days=day), "dose", f"Dose {day}") for day in range(1, 8)]
    root = draw([week(0, 5), week(8, 10)], doses, width=320)
    shown = [word for word in words(root) if word.startswith("Dose")]
    told = [title.text for title in root.iter("title") if "Dose" in (title.text or "")]
    assert len(of_class(root, "c-diamond")) == len(told) == 7
    assert len(shown) < 7


@given(st.text(min_size=1, max_size=30))
def test_whatever_someone_calls_a_thing_the_drawing_stays_a_drawing(name: str) -> None:
    clean = re.sub(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD]", "", name)
    drawn = trend(
        [TrendPoint(START, 3, clean)],
        [TrendBand(0, 27, clean)],
        [TrendMark(START, "dose", clean)],
        low=0,
        high=27,
        title=clean,
        zone=ZONE,
    )
    ET.fromstring(drawn)  # noqa: S314
    assert "<script" not in drawn


def test_a_hostile_name_is_shown_as_text_in_a_template() -> None:
    bad = '<script>alert(1)</script>" onload="x'
    drawn = vitals([VitalReading(0, 120, 80, 70, 98)], [VitalMark(0, "dose", bad)], title=bad)
    shown = Template("{{ svg }}").render(Context({"svg": drawn}))
    assert shown.startswith("<svg")
    assert "<script" not in shown
    assert 'onload="x' not in shown
    assert Template("{{ plain }}").render(Context({"plain": "<svg>"})) == "&lt;svg&gt;"


def test_the_drawing_says_in_words_what_it_shows() -> None:
    drawn = trend(
        [week(0, 20, "20, severe"), week(2, 9, "9, mild")],
        BANDS,
        [TrendMark(START, "dose", "Dose 1")],
        low=0,
        high=27,
        title="PHQ-9",
        zone=ZONE,
    )
    assert "2 values from 14-Sep-2026 to 28-Sep-2026, between 9 and 20. The last is 9, mild." in drawn
    assert "Dose 1 is marked." in drawn


def test_the_table_has_every_point_and_mark_of_the_picture_newest_first() -> None:
    points = [week(0, 20), week(1, None, "left unfinished"), week(2, 0)]
    rows = trend_rows(points, [TrendMark(START + timedelta(days=10), "dose", "Dose 1")], zone=ZONE)
    assert [row.cells for row in rows] == [
        ("28-Sep-2026", "0", "0"),
        ("24-Sep-2026", "", "Dose 1"),
        ("21-Sep-2026", "not complete", "left unfinished"),
        ("14-Sep-2026", "20", "20"),
    ]


def test_two_widths_hold_the_same_values() -> None:
    both = at_two_widths(
        lambda width: trend([week(0, 7)], BANDS, [], low=0, high=27, title="T", zone=ZONE, width=width)
    )
    assert isinstance(both, Svg)
    assert both.count('class="chart-narrow"') == both.count('class="chart-wide"') == 1
    assert both.count(">7</text>") == 2


READINGS = [
    VitalReading(-10, 128, 82, 72, 98),
    VitalReading(10, 164, 98, 92, None),
    VitalReading(15, None, None, 90, 96),
    VitalReading(40, 138, None, 80, 98),
]


def draw_vitals(readings: list[VitalReading], **options: object) -> ET.Element:
    return ET.fromstring(vitals(readings, [VitalMark(0, "dose", "Dose")], title="Vitals", **options))  # type: ignore[arg-type]  # noqa: S314


def test_vitals_break_where_a_value_was_not_taken() -> None:
    root = draw_vitals(READINGS)
    # systolic -10–10, pulse throughout, SpO₂ 15–40; diastolic -10–10; single values stand as dots only
    assert sorted(len(line) for line in lines(root)) == [2, 2, 2, 4]
    assert len(of_class(root, "c-dot")) == 3 + 2 + 4 + 3


def test_vitals_break_where_readings_lie_far_apart() -> None:
    root = draw_vitals([VitalReading(m, pulse=70) for m in (0, 5, 10, 40, 45)], gap_minutes=20)
    assert sorted(len(line) for line in lines(root)) == [2, 3]


def test_the_last_pair_is_of_one_reading_and_a_missing_half_is_said() -> None:
    root = draw_vitals(READINGS)
    assert [word.text for word in of_class(root, "c-strong")] == ["138/–", "80", "98"]


def test_a_limit_of_the_site_stands_at_its_value() -> None:
    root = draw_vitals([VitalReading(0, 160, 100), VitalReading(5, 120, 80)], limits=[VitalLimit("bp", 160)])
    [limit] = of_class(root, "c-limit")
    assert float(re.search(r"M\S+ (\S+)H", limit.get("d", ""))[1]) == pytest.approx(lines(root)[0][0][1], abs=0.2)  # type: ignore[index]


def test_the_vitals_table_says_what_was_not_taken() -> None:
    rows = vitals_rows(READINGS, [VitalMark(0, "dose", "Dose")])
    assert [row.cells for row in rows] == [
        ("−10 min", "128/82 mmHg", "72 /min", "98 %", ""),
        ("0 min", "", "", "", "Dose"),
        ("10 min", "164/98 mmHg", "92 /min", "not taken", ""),
        ("15 min", "not taken", "90 /min", "96 %", ""),
        ("40 min", "138/not taken mmHg", "80 /min", "98 %", ""),
    ]


def test_without_a_reading_vitals_say_so() -> None:
    assert words(draw_vitals([])) == ["No readings yet."]


class TestWhatATrendIsReadBy:
    """A baseline to hold against, days counted from a dose, and points that lead to their answers."""

    ZERO = datetime(2026, 11, 1, 18, tzinfo=UTC)

    def _drawn(self, **how: object) -> str:
        points = [
            chart.TrendPoint(self.ZERO + timedelta(days=day), 10.0 + day, f"{10 + day}", url=f"/r/{day}/")
            for day in (-7, 0, 14)
        ]
        return str(chart.trend(points, [], [], low=0, high=27, title="T", zone=UTC, **how))  # type: ignore[arg-type]

    def test_the_days_are_counted_from_the_dose(self) -> None:
        drawn = self._drawn(day_zero=self.ZERO)
        assert ">day −7<" in drawn
        assert ">day 14<" in drawn
        assert "Nov-2026</text>" not in drawn

    def test_a_baseline_is_a_named_line_across(self) -> None:
        assert ">baseline</text>" in self._drawn(baseline=12.0)
        assert ">baseline</text>" not in self._drawn()

    def test_a_point_is_a_link_that_says_what_it_is(self) -> None:
        drawn = self._drawn()
        assert drawn.count('<a href="/r/') == 3
        assert 'aria-label="15-Nov-2026: 24"' in drawn
        assert 'role="group"' in drawn
