"""Whether a person is ready for medicine: holds the rules of screening against what is known, and says why."""

from openkap.clinical.eligibility.decision import Decision, decision
from openkap.clinical.eligibility.finding import RuleFinding
from openkap.clinical.eligibility.judge import judge

__all__ = ["Decision", "RuleFinding", "decision", "judge"]
