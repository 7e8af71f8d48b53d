"""What the gate and the stage are judged from. Each fact is known or unknown; nobody's silence is taken for a yes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from openkap.terms.fact import Fact, Unknown

__all__ = ["CourseFacts", "GateFacts"]


@dataclass(frozen=True, slots=True)
class GateFacts:
    """The facts of one medicine session at one moment.

    today: the practice's date at `at`. preparation_sessions: how many were held. consent_current: whether a signature
    under the present edition stands and each teach-back answer was right. clearance: "cleared", "held" or "expired".
    words_said: when each topic was last talked about. lowest_trust: the lowest of the three answers, 0 to 10.
    open_alerts: how many stand open. escort_named: with a phone number. go_ahead: the client's answer with its date.
    """

    at: datetime
    today: date
    preparation_sessions: Fact[int] = field(default_factory=Unknown)
    consent_current: Fact[bool] = field(default_factory=Unknown)
    clearance: Fact[str] = field(default_factory=Unknown)
    words_said: Mapping[str, datetime] = field(default_factory=dict)
    lowest_trust: Fact[int] = field(default_factory=Unknown)
    open_alerts: Fact[int] = field(default_factory=Unknown)
    escort_named: Fact[bool] = field(default_factory=Unknown)
    go_ahead: Fact[tuple[bool, date]] = field(default_factory=Unknown)


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What the stage of a course is judged from.

    intake_done: every intake form sent. clearance as in GateFacts, None before anyone decided. held: sessions ended, by
    kind. live: the kind of session going on now. last_dose_at / integrated: the latest dose, and whether an integration
    session was held after it.
    """

    at: datetime
    intake_done: bool
    clearance: str | None
    consented: bool
    held: Mapping[str, int]
    live: str | None
    last_dose_at: datetime | None
    integrated: bool
