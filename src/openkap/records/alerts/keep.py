import json
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from openkap.records.alerts import models
from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.terms.refusal import RuleRefusal

__all__ = ["CHANNEL", "action", "alert"]

CHANNEL = "openkap_alerts"


def alert(act: Act, *, client_id: UUID, course_id: UUID, response_id: UUID, rule: str, sentence: str, key: str) -> bool:
    """Raises an alert, once for its key. False when it already stands."""
    kept_id = act.new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH raised AS (
                INSERT INTO alerts_alert (id, practice_id, client_id, course_id, response_id, rule, sentence, key,
                                          raised_at)
                VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
                ON CONFLICT (practice_id, key) DO NOTHING
                RETURNING id
            )
            SELECT pg_notify(%s, %s) FROM raised
            """,
            [kept_id, act.within, client_id, course_id, response_id, rule, sentence, key, act.at, *_told(act, kept_id)],
        )
        if not cursor.rowcount:
            return False
    ledger.write(act, "alert.raise", "client", client_id, alert=kept_id, rule=rule)
    return True


def action(act: Act, *, alert_id: UUID, client_id: UUID, did: str, closes: bool) -> None:
    try:
        with transaction.atomic():
            models.Action.objects.create(
                id=act.new_id(),
                practice_id=act.within,
                alert_id=alert_id,
                did=did,
                closes=closes,
                done_by_id=act.by.id,
                done_at=act.at,
            )
    except IntegrityError as error:
        if "alerts_action_closed_once" not in str(error):
            raise
        raise RuleRefusal("Someone has already acted on this alert. Open it to read what was done.") from None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", _told(act, alert_id))
    ledger.write(act, "alert.act", "client", client_id, alert=alert_id, closes=closes)


def _told(act: Act, alert_id: UUID) -> list[str]:
    """What is announced when the transaction is kept: that there is something to read, and not what."""
    return [CHANNEL, json.dumps({"practice": str(act.within), "alert": str(alert_id)})]
