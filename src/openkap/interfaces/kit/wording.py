"""Which words of a measure this practice may show: a wording pack's, or its own once their condition is confirmed."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from openkap.knowledge.measures import Measure
from openkap.knowledge.measures.wording import Pack, Words, needs_confirming, own_words, read_pack
from openkap.records.responses import find as responses
from openkap.terms.refusal import BadInput

__all__ = ["packs", "words_of"]


def words_of(measure: Measure, *, within: UUID) -> Words:
    """Empty where nothing may be shown: the numbers are then answered with the licensed form in hand."""
    pack = packs(settings.OPENKAP_WORDING)[0].get((measure.key, measure.edition))
    if pack is not None:
        return pack.words
    if needs_confirming(measure) and responses.confirmation(within=within, measure=measure.key) is None:
        return Words()
    return own_words(measure)


@cache
def packs(folder: Path) -> tuple[Mapping[tuple[str, str], Pack], Mapping[str, str]]:
    """The packs of the data folder by measure and edition, and what is wrong with a file by its name. Read once."""
    found: dict[tuple[str, str], Pack] = {}
    wrong: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            pack = read_pack(path)
        except BadInput as refusal:
            wrong[path.name] = f"{refusal.field}: {refusal.message}"
        else:
            found[pack.measure, pack.edition] = pack
    return found, wrong
