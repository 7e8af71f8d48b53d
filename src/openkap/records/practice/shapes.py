from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Practice:
    id: UUID
    name: str
    time_zone: str
    phone: str
    address: str
    crisis_words: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
