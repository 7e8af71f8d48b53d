from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.records.practice import models

__all__ = ["found"]


def found(act: Act, *, name: str, time_zone: str, phone: str, address: str, crisis_words: str) -> None:
    """The practice whose id the act carries comes into being, with its chain."""
    models.Practice.objects.create(
        id=act.within,
        name=name,
        time_zone=time_zone,
        phone=phone,
        address=address,
        crisis_words=crisis_words,
        founded_at=act.at,
    )
    ledger.open_chain(act.within)
    ledger.write(act, "practice.found", "practice", act.within)
