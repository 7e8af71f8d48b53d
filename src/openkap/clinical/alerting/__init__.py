"""Which answers a person must see, and what the client is shown at once."""

from openkap.clinical.alerting.judge import AlertFinding, judge_flags, shows_crisis_help

__all__ = ["AlertFinding", "judge_flags", "shows_crisis_help"]
