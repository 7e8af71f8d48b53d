"""Answering in the clinic: a code for the tablet, a device that is handed over, a form from paper."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.course import Traveller, begin
from tests.support.people import Place, found

from openkap.records.alerts import find as alerts
from openkap.records.ledger import find as ledger
from openkap.records.responses import find as responses
from openkap.services.enter_paper import ManyBad, enter_paper
from openkap.services.hand_over import hand_over
from openkap.services.tablet_code import CODE_LASTS, MOST_TRIES, make_code, use_code
from openkap.terms.identity import Role
from openkap.terms.refusal import BadInput, Forbidden, NotFound, RuleRefusal


@pytest.fixture
def pat(practice: Place, now: datetime) -> Traveller:
    return begin(practice, now - timedelta(days=3))


def _code(pat: Traveller, now: datetime) -> str:
    return make_code(within=pat.place.id, by=pat.place[Role.FRONT_DESK], at=now, client_id=pat.client_id)


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10_000:04d}"


class TestTheCode:
    def test_it_opens_once_for_its_client(self, pat: Traveller, now: datetime) -> None:
        code = _code(pat, now)
        assert use_code(within=pat.place.id, at=now, code=f" {code} ").id == pat.client_id
        with pytest.raises(RuleRefusal):
            use_code(within=pat.place.id, at=now, code=code)

    def test_it_runs_out(self, pat: Traveller, now: datetime) -> None:
        code = _code(pat, now)
        with pytest.raises(RuleRefusal):
            use_code(within=pat.place.id, at=now + CODE_LASTS, code=code)

    def test_a_new_one_closes_the_one_before(self, pat: Traveller, now: datetime) -> None:
        first, second = _code(pat, now), _code(pat, now)
        assert first != second
        with pytest.raises(RuleRefusal):
            use_code(within=pat.place.id, at=now, code=first)
        assert use_code(within=pat.place.id, at=now, code=second).id == pat.client_id

    def test_two_clients_never_share_one(self, pat: Traveller, now: datetime) -> None:
        other = begin(pat.place, now - timedelta(days=2))
        codes = {_code(pat, now), _code(other, now)}
        assert len(codes) == 2

    def test_few_wrong_tries_close_it(self, pat: Traveller, now: datetime) -> None:
        code = _code(pat, now)
        for _ in range(MOST_TRIES):
            with pytest.raises(RuleRefusal):
                use_code(within=pat.place.id, at=now, code=_wrong(code))
        with pytest.raises(RuleRefusal):
            use_code(within=pat.place.id, at=now, code=code)

    def test_it_opens_nothing_in_another_practice(self, pat: Traveller, now: datetime) -> None:
        code, elsewhere = _code(pat, now), found(now, "Birch Clinic")
        with pytest.raises(RuleRefusal):
            use_code(within=elsewhere.id, at=now, code=code)
        with pytest.raises(NotFound):
            make_code(within=elsewhere.id, by=elsewhere[Role.GUIDE], at=now, client_id=pat.client_id)

    @pytest.mark.parametrize("typed", ["", "123", "12345", "12a4", "١٢٣٤", "-123"])
    def test_what_is_no_code_is_said_and_counts_for_nothing(self, typed: str, pat: Traveller, now: datetime) -> None:
        code = _code(pat, now)
        for _ in range(MOST_TRIES + 1):
            with pytest.raises(BadInput, match="four digits"):
                use_code(within=pat.place.id, at=now, code=typed)
        assert use_code(within=pat.place.id, at=now, code=code).id == pat.client_id

    def test_a_monitor_makes_none(self, pat: Traveller, now: datetime) -> None:
        with pytest.raises(Forbidden):
            make_code(within=pat.place.id, by=pat.place[Role.MONITOR], at=now, client_id=pat.client_id)

    def test_the_code_itself_is_not_kept(self, pat: Traveller, now: datetime) -> None:
        code = _code(pat, now)
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(c)::text FROM responses_tablet_code c")
            assert code not in {str(value) for row in cursor.fetchall() for value in row[0].split('"')}


def test_handing_over_is_in_the_ledger(pat: Traveller, now: datetime) -> None:
    guide = pat.place[Role.GUIDE]
    assert hand_over(within=pat.place.id, by=guide, at=now, client_id=pat.client_id).id == pat.client_id
    assert "device.hand_over" in ledger.actions(within=pat.place.id, subject_id=pat.client_id)


class TestPaper:
    ONES = {str(number): "1" for number in range(1, 9)} | {"9": "0"}

    def _enter(self, pat: Traveller, now: datetime, role: Role = Role.GUIDE, **changes: object) -> UUID:
        response_id = pat.response("phq9")
        asked = {
            "within": pat.place.id,
            "by": pat.place[role],
            "at": now,
            "response_id": response_id,
            "given": self.ONES,
            "answered_at": now - timedelta(days=1),
        }
        enter_paper(**(asked | changes))  # type: ignore[arg-type]
        return response_id

    def test_it_is_kept_with_who_when_and_from_where(self, pat: Traveller, now: datetime) -> None:
        response_id = self._enter(pat, now, paper_total=Decimal(8))
        kept = responses.response(within=pat.place.id, response_id=response_id)
        assert (kept.total, kept.source, kept.submitted_at) == (8, "paper", now - timedelta(days=1))
        entry = responses.paper(within=pat.place.id, response_id=response_id)
        assert entry is not None
        assert (entry.entered_by_name, entry.entered_at, entry.paper_total) == ("Alder House guide", now, 8)
        assert {row.source for row in _sources(response_id)} == {"paper"}

    def test_without_the_papers_total_nobody_compared(self, pat: Traveller, now: datetime) -> None:
        entry = responses.paper(within=pat.place.id, response_id=self._enter(pat, now))
        assert entry is not None
        assert entry.paper_total is None

    def test_a_total_that_differs_keeps_nothing(self, pat: Traveller, now: datetime) -> None:
        with pytest.raises(BadInput, match="come to 8, the paper says 9") as refusal:
            self._enter(pat, now, paper_total=Decimal(9))
        assert refusal.value.field == "paper_total"
        self._nothing_is_kept(pat)

    def test_a_total_around_a_gap_is_refused(self, pat: Traveller, now: datetime) -> None:
        with pytest.raises(BadInput, match="no total"):
            self._enter(pat, now, given=self.ONES | {"4": ""}, paper_total=Decimal(7))

    def test_every_answer_that_cannot_be_is_named_at_once(self, pat: Traveller, now: datetime) -> None:
        with pytest.raises(ManyBad) as refusal:
            self._enter(pat, now, given=self.ONES | {"2": "4", "5": "two", "77": "1"})
        assert [problem.field for problem in refusal.value.problems] == ["answers.2", "answers.5", "answers.77"]
        assert "Item 2 takes 0, 1, 2 or 3." in refusal.value.problems[0].message
        self._nothing_is_kept(pat)

    @pytest.mark.parametrize("away", [timedelta(minutes=-1), timedelta(days=400)])
    def test_a_moment_that_cannot_be_is_refused(self, away: timedelta, pat: Traveller, now: datetime) -> None:
        with pytest.raises(BadInput) as refusal:
            self._enter(pat, now, answered_at=now - away)
        assert refusal.value.field == "answered_at"

    def test_an_empty_paper_is_refused(self, pat: Traveller, now: datetime) -> None:
        with pytest.raises(BadInput, match="Nothing is entered"):
            self._enter(pat, now, given={"1": " "})

    def test_a_worrying_answer_on_paper_raises_its_alert(self, pat: Traveller, now: datetime) -> None:
        self._enter(pat, now, given={"9": "2"})
        assert [one.rule for one in alerts.open_alerts(within=pat.place.id)] == ["phq9.9"]

    def test_it_is_entered_once(self, pat: Traveller, now: datetime) -> None:
        response_id = self._enter(pat, now)
        with pytest.raises(RuleRefusal):
            enter_paper(
                within=pat.place.id,
                by=pat.place[Role.GUIDE],
                at=now,
                response_id=response_id,
                given=self.ONES,
                answered_at=now,
            )

    def test_the_front_desk_enters_none(self, pat: Traveller, now: datetime) -> None:
        with pytest.raises(Forbidden):
            self._enter(pat, now, role=Role.FRONT_DESK)

    def test_the_health_questions_are_not_for_paper(self, pat: Traveller, now: datetime) -> None:
        with pytest.raises(RuleRefusal):
            self._enter(pat, now, response_id=pat.response("health"))

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE responses_paper_entry SET paper_total = 8",
            "DELETE FROM responses_paper_entry",
            "UPDATE responses_answer SET source = 'phone'",
            "UPDATE responses_submission SET source = 'phone'",
        ],
    )
    def test_the_database_lets_nobody_change_it(self, sql: str, pat: Traveller, now: datetime) -> None:
        self._enter(pat, now)
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    def test_the_database_knows_four_sources(self, pat: Traveller, now: datetime) -> None:
        self._enter(pat, now)
        copied = "id, practice_id, response_id, item, value, given_at, given_by_kind, source"
        chosen = copied.replace("id,", "gen_random_uuid(),", 1).replace("source", "'fax'")
        sql = f"INSERT INTO responses_answer ({copied}) SELECT {chosen} FROM responses_answer LIMIT 1"
        with pytest.raises(DatabaseError, match="source"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    def _nothing_is_kept(self, pat: Traveller) -> None:
        response_id = pat.response("phq9")
        assert responses.answers(within=pat.place.id, response_id=response_id) == {}
        assert not responses.response(within=pat.place.id, response_id=response_id).done
        assert responses.paper(within=pat.place.id, response_id=response_id) is None


def _sources(response_id: UUID) -> list:  # type: ignore[type-arg]
    from django.apps import apps

    return list(apps.get_model("responses", "Answer").objects.filter(response_id=response_id))
