"""A page as a person reads it."""

import html
import re
from html.parser import HTMLParser

from django.http import HttpResponse

__all__ = ["english_in", "words_of"]


def words_of(response: HttpResponse) -> str:
    page = re.sub(r"<template.*?</template>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


class _Said(HTMLParser):
    """What a page says to a Spanish reader: text and spoken attributes, without what is marked as another language."""

    SPOKEN = ("aria-label", "placeholder", "title", "alt", "words-kept")
    ALONE = ("input", "meta", "link", "br", "img", "option")
    QUIET = ("script", "style", "datalist")

    def __init__(self) -> None:
        super().__init__()
        self.langs: list[tuple[str, str]] = [("", "en")]
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        lang = "other" if tag in self.QUIET else given.get("lang") or self.langs[-1][1]
        if lang == "es":
            self.words.extend(given[name] for name in self.SPOKEN if given.get(name))
        if tag not in self.ALONE:
            self.langs.append((tag, lang))

    def handle_startendtag(self, tag, attrs):
        """An SVG shape says nothing."""

    def handle_endtag(self, tag):
        if any(tag == opened for opened, _ in self.langs):
            while self.langs.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if self.langs[-1][1] == "es" and data.strip():
            self.words.append(" ".join(data.split()))


# Words that every English sentence has some of, and Spanish none.
_ENGLISH = re.compile(
    r"\b(the|and|you|your|of|is|are|was|we|us|our|with|it|this|that|not|what|when|who|how|to|for|if|or|from|at|by|"
    r"be|will|can|on|as|any|all|one|more|call|about|page|please|yes|sure|save|first)\b",
    re.IGNORECASE,
)


def english_in(page: str) -> list[str]:
    """What a Spanish page says in English without marking it."""
    said = _Said()
    said.feed(page)
    assert said.words, "nothing on this page is in Spanish"
    return [words for words in said.words if _ENGLISH.search(words)]
