"""The tests that criteria name: which parameters each takes, and what each looks at. The functions that judge are in
`clinical/pathway/criteria`; a test holds both lists against each other."""

from dataclasses import dataclass

from openkap.knowledge.pathways.bounds import Between, OneOf

__all__ = ["CRITERION_TESTS", "CriterionTest", "Param"]


@dataclass(frozen=True, slots=True)
class Param:
    """`refers`: what the value names: a topic, a kind of session or an attestation of the file, or a measure or an
    occasion of its schedule."""

    allowed: Between | OneOf | None = None
    refers: str = ""
    needed: bool = True

    @property
    def is_number(self) -> bool:
        return isinstance(self.allowed, Between)


@dataclass(frozen=True, slots=True)
class CriterionTest:
    """asks: what it asks, in a few words. of_session: it needs a session, so that it can stand only at a gate."""

    asks: str
    params: dict[str, Param]
    of_session: bool = False


_COUNT = Param(Between(1, 200))
_FRESH = Param(Between(1, 400), needed=False)
_KIND = Param(OneOf(("consult", "preparation", "medicine", "integration")), refers="session")
_MEASURE = Param(refers="measure")
_TOPIC = Param(refers="topic")
_SCORE = Param(Between(0, 500))

CRITERION_TESTS: dict[str, CriterionTest] = {
    "sessions_completed": CriterionTest(
        "so many sessions of a kind were held, the latest (or a dose) not too long ago",
        {"kind": _KIND, "at_least": _COUNT, "fresh_days": _FRESH},
    ),
    "followed_up": CriterionTest("a session of a kind was held after the last dose", {"kind": _KIND}),
    "asked_answered": CriterionTest(
        "every form of an occasion was sent",
        {"occasion": Param(refers="occasion")},
    ),
    "measure_answered": CriterionTest(
        "a measure was answered, not too long ago", {"measure": _MEASURE, "fresh_days": _FRESH}
    ),
    "measure_at_least": CriterionTest(
        "a measure's total is at or above a value", {"measure": _MEASURE, "at_least": _SCORE, "fresh_days": _FRESH}
    ),
    "measure_at_most": CriterionTest(
        "a measure's total is at or below a value", {"measure": _MEASURE, "at_most": _SCORE, "fresh_days": _FRESH}
    ),
    "trust_rated_or_discussed": CriterionTest(
        "the lowest trust answer is at or above a bound, or it was talked through",
        {"measure": _MEASURE, "at_least": Param(Between(0, 10)), "fresh_days": _FRESH},
    ),
    "words_said": CriterionTest(
        "the client's words on a topic are written down, not too long ago", {"topic": _TOPIC, "fresh_days": _FRESH}
    ),
    "attested": CriterionTest(
        "a named person has looked and said so, not too long ago",
        {"what": Param(refers="attested"), "fresh_days": _FRESH},
    ),
    "consent_current": CriterionTest("the present text is signed, not too long ago", {"fresh_days": _FRESH}),
    "teach_back_right": CriterionTest("each teach-back statement was answered rightly", {}),
    "clearance_valid": CriterionTest("a prescriber has cleared the course, and that has not run out", {}),
    "nothing_changed": CriterionTest("no new medicine and no new answer about suicide since the clearance", {}),
    "no_open_alert": CriterionTest("no alert about the client stands open", {}),
    "escort_named": CriterionTest("somebody with a phone number takes the client home", {}, of_session=True),
    "day_vitals": CriterionTest(
        "vital signs were taken shortly before", {"within_minutes": Param(Between(1, 1440))}, of_session=True
    ),
    "chooses_today": CriterionTest("the client says today that they choose to go ahead", {}, of_session=True),
}
