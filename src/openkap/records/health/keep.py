from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from openkap.records.base import Act
from openkap.records.health import models
from openkap.records.ledger import keep as ledger
from openkap.terms.refusal import RuleRefusal

__all__ = ["attestation", "correction", "medicines", "results"]


def attestation(act: Act, *, client_id: UUID, changed: Sequence[str], response_id: UUID | None) -> None:
    models.Attestation.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        changed=list(changed),
        response_id=response_id,
        said_at=act.at,
        said_by_kind=act.by.kind.value,
    )
    ledger.write(act, "health.attest", "client", client_id, changed=list(changed))


def medicines(act: Act, *, client_id: UUID, lines: Sequence[Mapping[str, str]], source: str) -> None:
    """A whole list. The ledger learns that it was stated and by whom, never what is taken."""
    models.MedicineList.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        lines=[dict(line) for line in lines],
        source=source,
        said_at=act.at,
        said_by_kind=act.by.kind.value,
        said_by=act.by.id,
    )
    ledger.write(act, "medicines.state", "client", client_id)


def results(act: Act, *, client_id: UUID, values: Mapping[str, str], observed_at: datetime, source: str) -> None:
    """What was examined together, in one entry of the ledger. It learns which facts, never their values."""
    models.Result.objects.bulk_create(
        [_row(act, client_id, fact, value, observed_at, source) for fact, value in values.items()]
    )
    ledger.write(act, "result.enter", "client", client_id, facts=sorted(values))


def correction(
    act: Act,
    *,
    client_id: UUID,
    replaces_id: UUID,
    fact: str,
    value: str,
    observed_at: datetime,
    source: str,
    reason: str,
) -> None:
    """Another value in place of a kept one, or none (""): both stay readable."""
    row = _row(act, client_id, fact, value, observed_at, source)
    row.replaces_id, row.reason = replaces_id, reason
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise RuleRefusal("This result was already corrected. Open the page again.") from None
    ledger.write(act, "result.correct", "client", client_id, facts=[fact])


def _row(act: Act, client_id: UUID, fact: str, value: str, observed_at: datetime, source: str) -> models.Result:
    return models.Result(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        fact=fact,
        value=value,
        observed_at=observed_at,
        source=source,
        entered_at=act.at,
        entered_by_id=act.by.id,
        entered_by_name=act.by.name,
    )
