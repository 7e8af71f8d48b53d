"""What is known about a client's health, from every source; and a clearance that expires by its parts."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from tests.support.course import Traveller, begin, to_the_gate
from tests.support.healthy import EVERY, FOUND_WELL, examine
from tests.support.people import Place, found

from openkap.knowledge.rules import Occasion, rules
from openkap.records.courses import find as courses
from openkap.records.health import find as health
from openkap.records.ledger import find as ledger
from openkap.records.responses.shapes import Answer
from openkap.records.sessions import find as sessions
from openkap.services.attest_health import attest_health
from openkap.services.choose_policy import choose_policy
from openkap.services.decide_clearance import Decided, decide_clearance, sign_clearance
from openkap.services.enter_results import correct_result, enter_results
from openkap.services.health_form import HEALTH, due_questions, facts_from, health_questions
from openkap.services.judge_readiness import judge_readiness
from openkap.services.read_clearance import read_clearance
from openkap.services.read_facts import read_facts
from openkap.services.read_health import read_health_review
from openkap.services.state_medicines import state_medicines
from openkap.terms.fact import Known, Unknown
from openkap.terms.identity import Role
from openkap.terms.refusal import BadInput, Forbidden, NotFound, RuleRefusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def pat(practice, now) -> Traveller:
    return begin(practice, now).fill_intake()


def enter(pat, at, values, *, observed_at=None, role=Role.MONITOR, source="laboratory"):
    enter_results(
        within=pat.place.id,
        by=pat.place[role],
        at=at,
        client_id=pat.client_id,
        values=values,
        observed_at=observed_at or at,
        source=source,
    )


def known(pat, at, **more):
    return read_facts(within=pat.place.id, client_id=pat.client_id, at=at, **more)


def kept_results(pat):
    return health.results(within=pat.place.id, client_ids=[pat.client_id]).get(pat.client_id, [])


def standing(pat, at):
    course = courses.course(within=pat.place.id, course_id=pat.course_id)
    return read_clearance(within=pat.place.id, course=course, at=at)


def decide(pat, at, kind="cleared", *, found_=None, **typed):
    decide_clearance(
        within=pat.place.id,
        by=pat.place[Role.PRESCRIBER],
        at=at,
        course_id=pat.course_id,
        decided=Decided(kind=kind, reason="Reviewed.", **typed),
        found=FOUND_WELL if found_ is None else found_,
    )


class TestTheHistory:
    def test_a_yes_or_not_sure_opens_a_branch_and_a_no_closes_it(self, now):
        openers = {question.after for question in health_questions() if question.after}
        for opener in openers:
            branch = {question.item for question in health_questions() if question.after == opener}
            for value, opened in ((0, False), (1, True), (2, True), (None, True)):
                due = {question.item for question in due_questions({opener: Answer(opener, value, now)})}
                assert branch.issubset(due) is opened, (opener, value)

    def test_every_client_question_of_the_rules_is_asked(self):
        asked = {rule.asks for rule in rules(Occasion.SCREENING) if rule.client_question}
        assert asked <= set(EVERY)

    @pytest.mark.parametrize("question", health_questions(), ids=lambda question: question.item)
    def test_unanswered_left_and_unsure_are_unknown(self, question, now):
        left = {question.item: Answer(question.item, None, now)}
        last = {question.item: Answer(question.item, max(question.options), now)}
        assert [isinstance(facts_from(given)[question.item], Unknown) for given in ({}, left, last)] == [
            True,
            True,
            True,
        ]

    def test_a_contradiction_is_kept_and_shown(self, practice, now):
        pat = begin(practice, now)
        pat.answer(HEALTH, dict.fromkeys(EVERY, "0") | {"sex_at_birth": "1", "pregnant": "1"}, send=False)
        pat.at += timedelta(minutes=1)
        pat.answer(HEALTH, {"sex_at_birth": "0"})
        review = read_health_review(within=practice.id, client_id=pat.client_id, at=pat.at)
        stands = {one.rule for one in review.findings if one.standing.value == "not yet"}
        assert {"CI-07", "CX-01"} <= stands


class TestResults:
    def test_a_value_is_kept_as_its_fact_reads_it(self, pat, now):
        enter(pat, now, {"alt_x_uln": "52/40", "weight_kg": "70.5", "ecg_reviewed": "yes", "qtc_ms": " "})
        assert {one.fact: one.value for one in kept_results(pat)} == {
            "alt_x_uln": "1.3",
            "weight_kg": "70.5",
            "ecg_reviewed": "yes",
        }
        assert known(pat, now).facts["alt_x_uln"] == Known(Decimal("1.3"), now)
        assert ledger.verify(pat.place.id).whole

    @pytest.mark.parametrize(
        ("fact", "text"),
        [
            *(("weight_kg", text) for text in ("700", "0.7", "5,0", "NaN", "1e400", "-70", "٧٠", "70 kg", "70.25")),
            ("age_years", "230"),
            *(("alt_x_uln", text) for text in ("52/0", "/40", "52/", "5,2/40", "1e9/1")),
            ("pregnancy_test", "maybe"),
            ("ecg_reviewed", "perhaps"),
            ("psychosis_now", "yes"),
        ],
    )
    def test_what_cannot_be_is_named_and_nothing_is_kept(self, pat, now, fact, text):
        with pytest.raises(BadInput) as refusal:
            enter(pat, now, {"height_cm": "172", fact: text})
        assert refusal.value.field == ("values" if fact == "psychosis_now" else fact)
        assert kept_results(pat) == []

    def test_an_examination_lies_in_the_past_and_has_a_source(self, pat, now):
        with pytest.raises(BadInput, match="future"):
            enter(pat, now, {"weight_kg": "70"}, observed_at=now + timedelta(minutes=1))
        with pytest.raises(BadInput, match="Source"):
            enter(pat, now, {"weight_kg": "70"}, source=" ")
        with pytest.raises(BadInput, match="at least one"):
            enter(pat, now, {"weight_kg": ""})
        with pytest.raises(Forbidden):
            enter(pat, now, {"weight_kg": "70"}, role=Role.FRONT_DESK)
        assert kept_results(pat) == []

    def test_the_latest_by_its_own_date_counts(self, pat, now):
        enter(pat, now, {"weight_kg": "70"}, observed_at=now - timedelta(days=1))
        enter(pat, now, {"weight_kg": "90"}, observed_at=now - timedelta(days=30))
        assert known(pat, now).facts["weight_kg"] == Known(Decimal(70), now - timedelta(days=1))

    def test_a_correction_counts_once_and_both_stay(self, pat, now):
        enter(pat, now, {"weight_kg": "170"})
        wrong = kept_results(pat)[0]
        values = {"within": pat.place.id, "by": pat.place[Role.MONITOR], "at": now, "result_id": wrong.id}
        correct_result(**values, value="70", observed_at=now, source="scale", reason="A digit too many.")
        assert known(pat, now).facts["weight_kg"] == Known(Decimal(70), now)
        with pytest.raises(RuleRefusal, match="already corrected"):
            correct_result(**values, value="71", observed_at=now, source="scale", reason="Again.")
        with pytest.raises(BadInput, match="Reason"):
            correct_result(**values, value="71", observed_at=now, source="scale", reason=" ")
        assert {one.value for one in kept_results(pat)} == {"170", "70"}

    def test_a_result_is_taken_back(self, pat, now):
        enter(pat, now, {"qtc_ms": "510"})
        correct_result(
            within=pat.place.id,
            by=pat.place[Role.MONITOR],
            at=now,
            result_id=kept_results(pat)[0].id,
            value="",
            observed_at=now,
            source="laboratory",
            reason="Another person's.",
        )
        assert "qtc_ms" not in known(pat, now).facts

    def test_a_stranger_reaches_nothing(self, pat, now):
        elsewhere = found(now, "Birch Clinic")
        with pytest.raises(NotFound):
            enter_results(
                within=elsewhere.id,
                by=elsewhere[Role.MONITOR],
                at=now,
                client_id=pat.client_id,
                values={"weight_kg": "70"},
                observed_at=now,
                source="x",
            )
        with pytest.raises(NotFound):
            correct_result(
                within=elsewhere.id,
                by=elsewhere[Role.MONITOR],
                at=now,
                result_id=uuid4(),
                value="1",
                observed_at=now,
                source="x",
                reason="x",
            )
        assert kept_results(pat) == []


class TestSources:
    def test_the_latest_word_counts_and_the_others_stay_beside_it(self, pat, now):
        later = now + timedelta(hours=1)
        assert known(pat, later).facts["psychosis_now"] == Known(False, now)
        read = known(pat, later, found={"psychosis_now": True})
        assert read.facts["psychosis_now"] == Known(True, later)
        assert [one.source for one in read.conflict("psychosis_now")] == ["the client", "found now"]
        assert read.conflict("bipolar_disorder") == ()

    def test_nothing_has_changed_does_not_outvote_a_clinician(self, practice, now):
        pat = to_the_gate(practice, now)
        course = courses.clearance(within=practice.id, course_id=pat.course_id)
        found_ = FOUND_WELL | {"bipolar_disorder": False}
        pat.at += timedelta(minutes=5)
        decide(pat, pat.at, found_=found_)
        pat.at += timedelta(minutes=5)
        attest_health(within=practice.id, by=pat.client, at=pat.at, client_id=pat.client_id, changed=[], nothing=True)
        decided = courses.clearance(within=practice.id, course_id=pat.course_id)
        read = known(pat, pat.at, decided=decided)
        assert read.stated["bipolar_disorder"][-1].source.startswith("found by")
        assert read.facts["seizure_disorder"] == Known(False, pat.at)
        assert course is not None

    def test_what_is_of_the_moment_says_nothing_about_tomorrow(self, practice, now):
        pat = to_the_gate(practice, now)
        decided = courses.clearance(within=practice.id, course_id=pat.course_id)
        assert decided is not None
        same = known(pat, decided.decided_at + timedelta(minutes=1), decided=decided)
        later = known(pat, decided.decided_at + timedelta(days=1), decided=decided)
        assert isinstance(same.facts["imminent_suicide_risk"], Known)
        assert isinstance(later.facts["imminent_suicide_risk"], Unknown)
        assert isinstance(later.facts["communication_barrier"], Known)

    def test_staff_go_through_the_list_and_the_clients_own_stays(self, pat, now):
        say = {"within": pat.place.id, "client_id": pat.client_id}
        state_medicines(**say, by=pat.client, at=now + timedelta(minutes=5), lines=[("Xanax", "")])
        with pytest.raises(BadInput, match="asked"):
            state_medicines(**say, by=pat.place[Role.MONITOR], at=now, lines=[("alprazolam", "0.5 mg")])
        state_medicines(
            **say,
            by=pat.place[Role.MONITOR],
            at=now + timedelta(hours=1),
            lines=[("alprazolam", "0.5 mg")],
            source="the pharmacy",
        )
        read = known(pat, now + timedelta(hours=1))
        assert [one.typed for one in read.medicines] == [("Xanax",), ("alprazolam 0.5 mg",)]
        assert read.facts["medicines"].value == ("alprazolam 0.5 mg",)
        assert len(read.conflict("medicines")) == 2
        with pytest.raises(Forbidden):
            state_medicines(**say, by=pat.place[Role.FRONT_DESK], at=now, lines=[("x", "")], source="x")
        other = begin(pat.place, now + timedelta(days=2))
        with pytest.raises(Forbidden):
            state_medicines(**say, by=other.client, at=now, lines=[("x", "")])


class TestClearance:
    @pytest.fixture
    def examined(self, pat):
        examine(pat.place, pat.client_id, pat.at)
        return pat

    def test_no_clearance_while_what_nobody_may_override_is_open(self, pat, now):
        for kind, typed in (("cleared", {}), ("conditions", {"conditions": "Watched closely."})):
            with pytest.raises(RuleRefusal) as refusal:
                decide(pat, now, kind, **typed)
            assert any(reason.startswith("RC-02") for reason in refusal.value.reasons)  # no blood pressure yet
        assert courses.clearance(within=pat.place.id, course_id=pat.course_id) is None

    def test_what_is_open_needs_conditions(self, examined, now):
        with pytest.raises(RuleRefusal, match="with conditions"):
            decide(examined, now, found_=FOUND_WELL | {"bipolar_disorder": True})
        found_ = FOUND_WELL | {"bipolar_disorder": True}
        decide(examined, now, "conditions", found_=found_, conditions="MDQ with each series.")
        kept = standing(examined, now)
        assert (kept.standing, kept.decided.needs_second) == ("cleared", False)

    def test_a_hard_stop_waits_for_another_person(self, examined, now):
        place = examined.place
        decide(
            examined, now, "conditions", found_=FOUND_WELL | {"readiness_concern": True}, conditions="A plan is made."
        )
        assert standing(examined, now).standing == "held"
        sign = {"within": place.id, "at": now, "course_id": examined.course_id}
        for role in (Role.PRESCRIBER, Role.FRONT_DESK, Role.LEAD):
            with pytest.raises(Forbidden):
                sign_clearance(**sign, by=place[role])
        sign_clearance(**sign, by=place[Role.GUIDE])
        assert standing(examined, now).standing == "cleared"
        with pytest.raises(RuleRefusal, match="No clearance of this course waits"):
            sign_clearance(**sign, by=place[Role.MONITOR])

    def test_it_expires_by_its_parts_to_the_minute(self, practice, now):
        pat = begin(practice, now).fill_intake()
        examine(practice, pat.client_id, now, age_years="52")
        decide(pat, now)
        good = now + timedelta(days=30)
        assert standing(pat, good).standing == "cleared"
        late = standing(pat, good + timedelta(minutes=1))
        assert late.standing == "expired"
        assert [because[:5] for because in late.because] == ["TS-02"]
        enter(pat, good, {"urine_drug_screen": "negative"})
        assert standing(pat, good + timedelta(minutes=1)).standing == "cleared"

    def test_it_expires_with_its_own_date(self, examined, now):
        decide(examined, now, review_on=date(2026, 12, 1))
        assert standing(examined, now + timedelta(days=8)).standing == "cleared"
        gone = standing(examined, now + timedelta(days=9))
        assert (gone.standing, gone.because) == ("expired", ("Its date has passed.",))

    def test_a_new_word_that_stands_against_it_ends_it(self, practice, now):
        pat = to_the_gate(practice, now)
        gate = judge_readiness(
            within=practice.id, session=sessions.session(within=practice.id, session_id=pat.session), at=pat.at
        )
        assert next(one for one in gate.findings if one.rule == "RG-10").met
        pat.at += timedelta(minutes=1)
        attest_health(
            within=practice.id, by=pat.client, at=pat.at, client_id=pat.client_id, changed=["heart"], nothing=False
        )
        state = standing(pat, pat.at)
        assert state.standing == "expired"
        assert any("something has changed here" in because for because in state.because)
        gate = judge_readiness(
            within=practice.id, session=sessions.session(within=practice.id, session_id=pat.session), at=pat.at
        )
        assert not next(one for one in gate.findings if one.rule == "RG-10").met
        heart = {question.item: "0" for question in health_questions(("heart",))}
        pat.answer(HEALTH, heart)
        assert standing(pat, pat.at).standing == "cleared"

    def test_a_new_medicine_is_judged(self, examined, now):
        decide(examined, now)
        later = now + timedelta(hours=1)
        state_medicines(
            within=examined.place.id,
            by=examined.client,
            at=later,
            client_id=examined.client_id,
            lines=[("Zyblox", "daily")],
        )
        assert standing(examined, later).standing == "expired"

    def test_the_sites_signed_values_rule(self, examined, now):
        """A site that holds from 120 mmHg does not clear 124 without a second name."""
        choose_policy(
            within=examined.place.id,
            by=examined.place[Role.LEAD],
            at=now,
            setting="bp-hold-systolic",
            value="120",
            reason="A cautious start.",
        )
        with pytest.raises(RuleRefusal) as refusal:
            decide(examined, now)
        assert [reason[:5] for reason in refusal.value.reasons] == ["RC-01"]

    def test_it_is_read_for_many_courses_at_once(self, practice, now, django_assert_max_num_queries):
        from openkap.services.read_clearance import read_clearances

        several = [to_the_gate(practice, now + timedelta(days=7 * number)) for number in range(3)]
        asked = [courses.course(within=practice.id, course_id=one.course_id) for one in several]
        with django_assert_max_num_queries(9):
            states = read_clearances(within=practice.id, courses_=asked, at=several[-1].at)
        assert [states[one.id].standing for one in asked] == ["cleared"] * 3


def test_health_is_looked_at_only_by_the_client(pat: Traveller, practice: Place, now):
    with pytest.raises(Forbidden):
        attest_health(
            within=practice.id,
            by=practice[Role.GUIDE],
            at=now,
            client_id=pat.client_id,
            changed=[],
            nothing=True,
        )
