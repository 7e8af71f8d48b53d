"""What can be entered as a vital sign, and the sentence that anyone reads who typed something else."""

import pytest

from openkap.clinical.monitoring import ENTRY_LIMITS, Vitals, read_vitals
from openkap.terms.refusal import BadInput

PRESSURE = {"sbp": "128", "dbp": "76"}


def test_what_was_not_taken_stays_none() -> None:
    assert read_vitals({**PRESSURE, "hr": "", "spo2": " 98 "}) == Vitals(sbp=128, dbp=76, spo2=98)


def test_nought_is_a_value() -> None:
    assert read_vitals({"moaas": "0"}) == Vitals(moaas=0)
    assert read_vitals({"rr": "0"}) == Vitals(rr=0)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("sbp", "1200", "Systolic 1200: enter a whole number from 40 to 300 mmHg."),
        ("sbp", "12", "Systolic 12: enter a whole number from 40 to 300 mmHg."),
        ("dbp", "700", "Diastolic 700: enter a whole number from 20 to 200 mmHg."),
        ("hr", "7", "Heart rate 7: enter a whole number from 20 to 300 /min."),
        ("spo2", "101", "Oxygen saturation 101: enter a whole number from 40 to 100 %."),
        ("rr", "81", "Breathing rate 81: enter a whole number from 0 to 80 /min."),
        ("moaas", "6", "MOAA/S 6: enter a whole number from 0 to 5."),
        ("hr", "72.5", "Heart rate 72.5: enter a whole number from 20 to 300 /min."),
        ("hr", "72,5", "Heart rate 72,5: enter a whole number from 20 to 300 /min."),
        ("hr", "-72", "Heart rate -72: enter a whole number from 20 to 300 /min."),
        ("hr", "7e1", "Heart rate 7e1: enter a whole number from 20 to 300 /min."),
        ("hr", "nan", "Heart rate nan: enter a whole number from 20 to 300 /min."),
        ("hr", "٧٢", "Heart rate this: enter a whole number from 20 to 300 /min."),
        ("hr", "７２", "Heart rate this: enter a whole number from 20 to 300 /min."),
        ("hr", "9" * 5000, "Heart rate this: enter a whole number from 20 to 300 /min."),
    ],
)
def test_what_cannot_be_is_named(name: str, typed: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_vitals({**PRESSURE, name: typed})
    assert (refused.value.field, refused.value.message) == (name, sentence)


@pytest.mark.parametrize("name", ENTRY_LIMITS)
def test_both_ends_of_each_limit_are_allowed(name: str) -> None:
    limit = ENTRY_LIMITS[name]
    others = {"sbp": {"dbp": 20}, "dbp": {"sbp": 300}}.get(name, {})
    for value in (limit.low, limit.high):
        assert getattr(Vitals(**{name: value, **others}), name) == value
    for value in (limit.low - 1, limit.high + 1):
        with pytest.raises(BadInput):
            Vitals(**{name: value, **others})


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({}, "vitals"),
        ({"hr": "  "}, "vitals"),
        ({"sbp": "120"}, "dbp"),
        ({"dbp": "80"}, "sbp"),
        ({"sbp": "120", "dbp": "120"}, "dbp"),
        ({"sbp": "80", "dbp": "120"}, "dbp"),
        ({"pulse": "70"}, "pulse"),
    ],
)
def test_half_a_pressure_and_no_reading_at_all_are_refused(raw: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_vitals(raw)
    assert refused.value.field == field
