from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from openkap.records.base import shaped
from openkap.records.health import models
from openkap.records.health.shapes import Attestation, MedicineList, Result
from openkap.terms.refusal import NotFound

__all__ = ["attestations", "medicines", "result", "results"]


def attestations(*, within: UUID, client_ids: Iterable[UUID]) -> dict[UUID, list[Attestation]]:
    """By client, the earliest first."""
    rows = models.Attestation.objects.filter(practice_id=within, client_id__in=list(client_ids))
    return _by_client(shaped(rows.order_by("said_at", "id"), Attestation))


def medicines(*, within: UUID, client_ids: Iterable[UUID]) -> dict[UUID, list[MedicineList]]:
    """By client, the latest list of the client and the latest of staff, the one that stands last."""
    rows = (
        models.MedicineList.objects.filter(practice_id=within, client_id__in=list(client_ids))
        .order_by("client_id", "said_by_kind", "-said_at", "-id")
        .distinct("client_id", "said_by_kind")
    )
    found = _by_client(shaped(rows, MedicineList))
    return {client_id: sorted(lists, key=lambda one: one.said_at) for client_id, lists in found.items()}


def results(*, within: UUID, client_ids: Iterable[UUID]) -> dict[UUID, list[Result]]:
    """By client, every result with those that were corrected, by the date of the examination."""
    rows = models.Result.objects.filter(practice_id=within, client_id__in=list(client_ids))
    return _by_client(shaped(rows.order_by("observed_at", "entered_at", "id"), Result))


def result(*, within: UUID, result_id: UUID) -> Result:
    found = shaped(models.Result.objects.filter(practice_id=within, id=result_id), Result)
    if not found:
        raise NotFound("There is no such result in this practice.")
    return found[0]


def _by_client(found):  # type: ignore[no-untyped-def]
    grouped = defaultdict(list)
    for one in found:
        grouped[one.client_id].append(one)
    return dict(grouped)
