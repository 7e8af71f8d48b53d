"""Which answers a person must see, and what the client is shown at once."""

from openkap.clinical.alerting.judge import AlertFinding, judge_flags

__all__ = ["AlertFinding", "judge_flags"]
