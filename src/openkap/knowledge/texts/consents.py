"""The consent texts. What a client signs is exactly `body()`, and its hash is kept with the signature."""

import hashlib
from dataclasses import dataclass
from functools import cache

from openkap.knowledge.reading import read_toml
from openkap.terms.refusal import BadInput

__all__ = ["ConsentText", "TeachBack", "consent", "consent_keys"]

# Which text each pathway is begun under; tests/knowledge holds it against the pathway files.
_TEXT_OF = {
    "kap": "kap",
    "kap_montreal": "kap_montreal",
    "kap_sublingual": "kap",
    "iv_only": "iv_only",
    "esketamine": "esketamine",
}


@dataclass(frozen=True, slots=True)
class TeachBack:
    """A statement that shows whether the text was understood. A wrong answer is talked about, never marked."""

    key: str
    statement: str
    right: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentText:
    key: str
    edition: str
    title: str
    meaning: str
    sections: tuple[Section, ...]
    teach_back: tuple[TeachBack, ...]
    sources: tuple[str, ...]

    def body(self) -> str:
        """The whole text as it is shown and signed."""
        parts = [self.title, f"Edition {self.edition}"]
        for section in self.sections:
            parts += [section.heading, *section.paragraphs]
        return "\n\n".join([*parts, self.meaning])

    @property
    def sha256(self) -> str:
        """The hash (64 hexadecimal digits) of `body()` in UTF-8."""
        return hashlib.sha256(self.body().encode("utf-8")).hexdigest()


def consent_keys() -> tuple[str, ...]:
    """The keys of the texts that there are."""
    return tuple(dict.fromkeys(_TEXT_OF.values()))


@cache
def consent(pathway: str) -> ConsentText:
    """The present edition of the consent for this pathway."""
    if pathway not in _TEXT_OF:
        raise BadInput("pathway", f'There is no consent text for "{pathway}".')
    raw = read_toml("texts", f"consent_{_TEXT_OF[pathway]}")
    return ConsentText(
        key=raw["key"],
        edition=raw["edition"],
        title=raw["title"],
        meaning=raw["meaning"],
        sections=tuple(Section(row["heading"], tuple(row["paragraphs"])) for row in raw["sections"]),
        teach_back=tuple(TeachBack(**row) for row in raw["teach_back"]),
        sources=tuple(raw["sources"]),
    )
