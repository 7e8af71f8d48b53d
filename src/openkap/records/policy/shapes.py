from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """`value` is empty where the site went back to the default."""

    setting: str
    value: str
    reason: str
    signed_by_name: str
    signed_at: datetime
