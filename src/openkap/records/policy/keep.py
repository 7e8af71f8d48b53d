from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.records.policy import models

__all__ = ["choice"]


def choice(act: Act, *, setting: str, value: str, reason: str) -> None:
    models.Choice.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        setting=setting,
        value=value,
        reason=reason,
        signed_by_id=act.by.id,
        signed_by_name=act.by.name,
        signed_at=act.at,
    )
    ledger.write(act, "policy.choose", "practice", act.within, setting=setting, value=value)
