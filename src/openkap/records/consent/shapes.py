from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Signature:
    id: UUID
    course_id: UUID
    text_key: str
    edition: str
    text: str
    sha256: str
    meaning: str
    typed_name: str
    understood_right: int
    understood_asked: int
    signed_at: datetime
    withdrawn_at: datetime | None
