"""The people of the demo: invented names, invented words. Any likeness to a living person is chance."""

from dataclasses import dataclass

from openkap.knowledge.rules.condition import Value
from openkap.services.health_form import health_questions
from openkap.terms.sitter import Sitter

__all__ = ["CLIENTS", "CRISIS_WORDS", "PASSWORD", "STAFF", "Invented", "Member"]

# The demo's one password. `openkap serve` refuses to serve a practice in which it opens anything.
PASSWORD = "juniper-house-demo"  # noqa: S105 - printed for everyone who starts the demo

CRISIS_WORDS = (
    "You are not a burden to us. Call 512 555 0100 at any hour: someone from Juniper House answers. "
    "If nobody does within a minute, call or text 988."
)


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    email: str
    roles: tuple[str, ...]


STAFF = (
    Member("Rosa Quint", "front@juniper.example", ("front desk",)),
    Member("Mara Lindqvist", "guide@juniper.example", ("guide",)),
    Member("Tomas Abara", "tomas@juniper.example", ("guide",)),
    Member("Ines Okafor", "ines@juniper.example", ("guide",)),
    Member("Jude Fairweather", "jude@juniper.example", ("guide",)),
    Member("Dr. Samuel Reyes", "prescriber@juniper.example", ("prescriber",)),
    Member("Noor Haddad", "monitor@juniper.example", ("monitor",)),
)


@dataclass(frozen=True, slots=True)
class Invented:
    """pathway: kap or iv_only; sitter: for iv_only. until: how far they have come; days_since: how long ago that was.
    phq9: the totals they reach, intake first. low: their answer to item 9, where it is above zero."""

    given: str
    family: str
    born: str
    pathway: str
    until: str
    days_since: int
    phq9: tuple[int, ...] = (16,)
    sitter: Sitter | None = None
    low: int = 0
    words: str = ""

    def health(self, unsure: str | None = None) -> dict[str, str]:
        """Their answers about health: no to all but one thing, which they are not sure of, if any. What a closed branch
        does not ask is not answered."""
        male = self.given in _MALE_AT_BIRTH
        opened = "" if male else "sex_at_birth"
        answers = {one.item: "0" for one in health_questions() if not one.after or one.after == opened}
        return answers | {"sex_at_birth": "0" if male else "1"} | ({unsure: "2"} if unsure else {})

    def results(self, *, clear: bool) -> dict[str, str]:
        """What was examined at the consult."""
        pressure = {"sbp_mm_hg": "126", "dbp_mm_hg": "80"} if clear else {"sbp_mm_hg": "168", "dbp_mm_hg": "98"}
        return _RESULTS | pressure


_MALE_AT_BIRTH = frozenset(
    [
        "Owen",
        "Dario",
        "Julian",
        "Matteo",
        "Callum",
        "Gideon",
        "Felix",
        "Leo",
        "Rafael",
        "Jonah",
        "Theo",
        "Marcus",
        "Bruno",
        "Henrik",
        "Curtis",
        "Silas",
        "Anselm",
        "Victor",
    ]
)

# Well, as far as it was examined.
_RESULTS = dict(
    pair.split("=")
    for pair in [
        "hr_per_min=72",
        "spo2_percent=98",
        "weight_kg=74",
        "height_cm=171",
        "liver_tests_done=yes",
        "alt_x_uln=26/40",
        "ast_x_uln=0.6",
        "alp_x_uln=0.7",
        "metabolic_panel_done=yes",
        "tsh_ever_done=yes",
        "ecg_reviewed=yes",
        "urinary_check_done=yes",
        "airway_evaluated=yes",
        "asa_class=2",
        "stop_bang_total=1",
        "cognitive_screen_done=yes",
        "audit_total=3",
        "dast10_total=0",
    ]
)

# What the prescriber finds by asking and looking.
FOUND: dict[str, Value] = {
    **dict.fromkeys(
        (
            *("intoxicated_now", "cannot_consent_or_withdrew", "imminent_suicide_risk", "bradycardia_symptoms"),
            *("personality_disorder_recent_risk", "cognitive_disorder", "readiness_concern", "communication_barrier"),
            *("thyroid_symptoms", "cardiac_risk_factors", "qt_prolonging_medicine"),
        ),
        False,
    ),
    "hypertension_control_documented": True,
    "doses_recur": True,
}


def _kap(name: str, born: str, until: str, days_since: int, *phq9: int, low: int = 0, words: str = "") -> Invented:
    given, family = name.split(" ", 1)
    return Invented(given, family, born, "kap", until, days_since, phq9 or (16,), None, low, words)


def _iv(
    name: str,
    born: str,
    until: str,
    days_since: int,
    *phq9: int,
    sitter: Sitter = Sitter.NONE,
    low: int = 0,
    words: str = "",
) -> Invented:
    given, family = name.split(" ", 1)
    return Invented(given, family, born, "iv_only", until, days_since, phq9 or (16,), sitter, low, words)


CLIENTS = (
    _kap("Priya Natarajan", "1984-03-12", "request", 1, words="My therapist suggested I write to you."),
    _kap("Owen Castellano", "1991-07-30", "request", 2, words="Twelve years of antidepressants. I would like to talk."),
    _iv("Harriet Bloom", "1968-11-02", "request", 0, words="I read about infusions."),
    _kap("Dario Venn", "1999-01-19", "request", 3, words="I do not know which of the two is for me."),
    _kap("Ada Fontaine", "1979-05-23", "booked", 0),
    _kap("Julian Marsh", "1988-09-14", "booked", 0),
    _iv("Beatriz Solano", "1972-12-06", "booked", 0, sitter=Sitter.CONTINUOUS),
    _kap("Wren Halloway", "1995-02-27", "intake begun", 1, 18, low=2),
    _kap("Matteo Kirsch", "1963-08-08", "intake begun", 1, 14),
    _iv("Lucille Park", "1986-04-17", "intake begun", 1, 15),
    _kap("Esther Adeyemi", "1977-10-01", "intake sent", 1, 19),
    _kap("Callum Roth", "1990-06-25", "intake sent", 1, 15),
    _iv("Renata Vidal", "1981-03-03", "intake sent", 1, 17, sitter=Sitter.INTERMITTENT),
    _kap("Gideon Salazar", "1970-01-28", "held", 4, 20),
    _iv("Tessa Wynne", "1959-09-09", "held", 4, 16),
    _kap("Naomi Castle", "1993-05-05", "cleared", 1, 14),
    _iv("Felix Arrington", "1985-12-20", "cleared", 1, 18),
    _kap("Simone Achebe", "1982-07-11", "consented", 1, 17),
    _kap("Leo Bergstrom", "1976-02-14", "consented", 1, 13),
    _kap("Imani Clarke", "1989-11-30", "prepared once", 1, 16),
    _kap("Rafael Montoya", "1997-08-22", "prepared once", 1, 21),
    _kap("Greta Sundberg", "1965-04-04", "prepared", 1, 15),
    _kap("Jonah Feldman", "1992-10-10", "prepared", 1, 18),
    _kap("Yara Nassar", "1987-01-07", "at the gate", 0, 17),
    _kap("Theo Lindgren", "1974-06-19", "at the gate, not yet", 0, 16),
    _iv("Marcus Bell", "1969-03-25", "at the gate", 0, 19, sitter=Sitter.CONTINUOUS),
    _kap("Clara Winslow", "1983-09-28", "in the room", 0, 18),
    _kap("Bruno Takeda", "1980-12-12", "dosed", 1, 17),
    _iv("Sylvie Laurent", "1990-02-02", "dosed", 1, 15, sitter=Sitter.CONTINUOUS),
    _kap("Adaeze Obi", "1994-05-16", "window missed", 5, 19),
    _kap("Henrik Dahl", "1971-07-07", "integrated", 2, 18, 13),
    _kap("Paloma Reed", "1986-11-11", "integrated", 2, 16, 10),
    _iv("Curtis Webb", "1978-08-30", "integrated", 2, 20, 17, sitter=Sitter.NONE),
    _kap("Mireille Aubert", "1962-10-24", "second dose", 2, 21, 15, 11),
    _kap("Silas Grant", "1998-04-09", "second dose", 2, 14, 12, 12),
    _iv("Dolores Pike", "1966-01-15", "second dose", 2, 18, 14, 13),
    _kap("Anselm Graf", "1975-03-21", "whole series", 4, 19, 13, 9, 6),
    _kap("Rebecca Stone", "1991-12-29", "whole series", 4, 17, 14, 10, 9),
    _iv("Victor Hale", "1957-06-03", "whole series", 4, 22, 18, 15, 14, sitter=Sitter.NONE),
    _iv("Naima Farouk", "1984-09-17", "whole series", 4, 16, 11, 12, 7, sitter=Sitter.CONTINUOUS),
)
