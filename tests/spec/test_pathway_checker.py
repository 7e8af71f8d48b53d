"""What cannot work in a pathway is found before it meets a person: files with one fault each, named after it."""

from pathlib import Path

import pytest

from openkap.clinical.pathway.checking import CHECKS, check_text
from openkap.knowledge.pathways import PathwayRefused, pathway_keys, pathway_text, read_pathway
from openkap.terms.refusal import BadInput

FILES = Path(__file__).parent / "pathways"

# file, the finding's rule, its path in the file, words of the sentence
TABLE = [
    ("unknown_key", "unknown-key", "sessions[1].colour", "allowed: kind"),
    ("missing_key", "missing-key", "the file", "title is missing"),
    ("wrong_type", "wrong-type", "phases[2].leave_when[0].at_least", "a whole number from 1 to 200"),
    ("a_number_for_a_truth", "wrong-type", "phases[4].end", "true or false"),
    ("minutes_as_text", "wrong-unit", "sessions[1].minutes", "in minutes"),
    ("days_where_hours_belong", "wrong-unit", "windows[0].from_days", "use from_hours"),
    ("minutes_out_of_range", "not-allowed", "sessions[1].minutes", "1 to 1440"),
    ("unknown_role", "not-allowed", "roles[0].role", "one of front desk, guide"),
    ("unknown_criterion", "unknown-criterion", "criteria[2].test", "one of sessions_completed"),
    ("unknown_parameter", "unknown-key", "criteria[2].limit", "allowed: topic"),
    ("missing_parameter", "missing-key", "criteria[3]", "what is missing"),
    ("unknown_measure", "unknown-measure", "criteria[1].measure", 'no measure "phq99"'),
    ("unknown_schedule", "not-allowed", "schedule", "one of kap, iv_only"),
    ("asked_beside_the_schedule", "unknown-key", "asked", "allowed: schema"),
    ("unknown_consent", "unknown-consent", "consent", "one of kap"),
    ("unknown_topic", "unknown-topic", "topics[1]", "one of life_story"),
    ("impossible_window", "impossible-window", "windows[0].to_hours", "must be above from_hours"),
    ("edition_is_no_date", "not-allowed", "edition", "begin with a date"),
    ("another_schema", "not-allowed", "schema", "must be 1"),
    ("counts_fall", "not-allowed", "sessions[0].typical", "must rise"),
    ("stands_twice", "stands-twice", "criteria[3]", '"C" stands twice'),
    ("unreachable_phase", "unreachable-phase", "phases[1]", '"preparation"'),
    ("loop_without_exit", "loop-without-exit", "phases[2].next", "goes round"),
    ("dead_end", "loop-without-exit", "phases[3]", "leads nowhere"),
    ("way_to_nowhere", "way-to-nowhere", "phases[2].next[1]", 'no phase "party"'),
    ("never_left", "way-to-nowhere", "phases[0]", "leave_when"),
    ("gate_more_than_there_ever_is", "gate-never-met", "criteria[0].at_least", "never more than 4"),
    ("gate_above_the_highest_total", "gate-never-met", "criteria[1].at_least", "highest there is is 27"),
    ("gate_asks_both_ways", "gate-never-met", "criteria[4].at_most", "No total is both"),
    ("gate_asks_for_a_dose_first", "gate-never-met", "criteria[0].kind", "before the gate"),
    ("phase_asks_what_is_of_a_session", "gate-never-met", "phases[0].leave_when[0].test", "of one session"),
    ("topic_never_collected", "never-collected", "criteria[2].topic", '"music", which is never collected'),
    ("measure_never_collected", "never-collected", "criteria[1].measure", '"pcptsd5", which is never collected'),
    ("occasion_never_asked", "never-collected", "phases[0].leave_when[0].occasion", "one of 1 month"),
    ("attestation_never_collected", "never-collected", "criteria[3].what", '"feeling"'),
    ("session_never_held", "never-collected", "windows[0].kind", "not among the sessions"),
    ("window_after_the_next_dose", "window-against-spacing", "windows[0].from_hours", "before the next"),
    ("series_too_short", "window-against-spacing", "rhythms[0].all_within_days", "10 days are 240 h"),
    ("stale_before_the_next_dose", "window-against-spacing", "criteria[0].fresh_days", "nobody could go on"),
    ("role_nobody_holds", "role-nobody-holds", "after_dose[0].by", "monitor"),
    ("measure_may_not_be_shown", "measure-may-not-be-shown", "criteria[1].measure", "scoring only"),
    ("dose_without_gate", "dose-without-gate", "phases[2].gate", "without a gate"),
    ("gate_closes_nothing", "dose-without-gate", "phases[2].gate", "Nothing closes"),
    ("gate_before_another_phase", "dose-without-gate", "phases[2].gate", "another phase"),
    ("criterion_of_no_gate", "dose-without-gate", "criteria[3].gate", 'no gate "other"'),
]


def read(name: str) -> str:
    return (FILES / "bad" / f"{name}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "rule", "path", "says"), TABLE)
def test_each_fault_is_found_with_its_line(name: str, rule: str, path: str, says: str) -> None:
    text = read(name)
    _, faults = check_text(text, name=name)
    found = [fault for fault in faults if (fault.rule, fault.path) == (rule, path)]
    assert len(found) == 1, [str(fault) for fault in faults]
    assert says in found[0].message
    good = (FILES / "good" / "small.toml").read_text(encoding="utf-8").splitlines()[1:]
    changed = {number for number, line in enumerate(text.splitlines()[1:], start=2) if line not in good}
    # The finding stands on a changed line, or on what encloses the place where a line is missing.
    assert 1 <= found[0].line <= len(text.splitlines())
    if changed and rule not in ("unreachable-phase", "loop-without-exit", "stands-twice", "dose-without-gate"):
        assert min(abs(found[0].line - number) for number in changed) <= 1


def test_every_file_of_the_folder_is_in_the_table() -> None:
    assert {path.stem for path in (FILES / "bad").glob("*.toml")} == {row[0] for row in TABLE}


def test_every_kind_of_check_has_a_file() -> None:
    assert set(CHECKS) <= {row[1] for row in TABLE}


def test_the_small_pathway_is_clean() -> None:
    assert check_text((FILES / "good" / "small.toml").read_text(encoding="utf-8"), name="small")[1] == ()


@pytest.mark.parametrize("key", pathway_keys())
def test_what_is_shipped_is_clean(key: str) -> None:
    assert check_text(pathway_text(key), name=key)[1] == ()


def test_every_fault_is_said_at_once() -> None:
    text = read("unknown_key").replace("minutes = 60", "minutes = 0").replace('role = "guide"', 'role = "shaman"')
    with pytest.raises(PathwayRefused) as refused:
        read_pathway(text, name="three faults")
    assert {fault.rule for fault in refused.value.faults} == {"unknown-key", "not-allowed"}
    assert len(refused.value.faults) == 4
    assert "line " in refused.value.message


@pytest.mark.parametrize("text", ["key = ", "[" * 4000, "a = 1\na = 2", "\x00"])
def test_what_is_not_toml_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput, match="not TOML"):
        check_text(text, name="text")


@pytest.mark.parametrize("text", ["", "schema = 1", "phases = 3", "phases = [3]", "[phases]", "roles = [[]]"])
def test_any_toml_is_answered_with_faults(text: str) -> None:
    pathway, faults = check_text(text, name="text")
    assert pathway is None
    assert faults
