"""The catalogue of Spanish words: collects what the pages say, and compiles what was translated.

`python tools/words.py` brings src/openkap/interfaces/kit/locale/es up to date: new sentences are added without a
translation, those that nobody says any more are dropped, and the .mo that Django reads is written from the .po.
`--check` changes nothing and fails where a sentence has no translation, or the two files do not belong together.
No gettext programs are needed: Django turns templates into text with marked strings, polib reads and writes the files.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings

HERE = Path(__file__).parent.parent
FACES = HERE / "src" / "openkap" / "interfaces"
CATALOGUE = FACES / "kit" / "locale" / "es" / "LC_MESSAGES" / "django.po"

_MARKED = {"_", "gettext", "gettext_lazy", "gettext_noop"}
# What django.utils.translation.template.templatize leaves of a template: calls with string literals.
_IN_TEMPLATE = re.compile(
    r"""(?<![A-Za-z])(n?gettext|_)\(\s*u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(?:\s*,\s*u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))?"""
)

Said = tuple[str, str]
"""A sentence, and its plural or nothing."""


def main(wanted: list[str]) -> int:
    settings.configure(USE_I18N=True)
    said = collect()
    kept = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile(wrapwidth=110)
    if wanted == ["--check"]:
        faults = list(check(said, kept))
        print("\n".join(faults) or f"{len(said)} sentences, all translated.")
        return 1 if faults else 0
    open_ones = update(said, kept).untranslated_entries()
    print(f"{len(said)} sentences, {len(open_ones)} without a translation.")
    return 0


def collect() -> list[Said]:
    """Every marked sentence of the pages, once, in a fixed order."""
    found = set()
    for path in sorted(FACES.rglob("*.html")):
        found |= set(_of_template(path.read_text(encoding="utf-8")))
    for path in sorted(FACES.rglob("*.py")):
        found |= set(_of_module(path.read_text(encoding="utf-8")))
    return sorted(found)


def check(said: list[Said], kept: polib.POFile) -> Iterator[str]:
    entries = {(entry.msgid, entry.msgid_plural): entry for entry in kept}
    for one in said:
        if one not in entries:
            yield f"not in the catalogue: {one[0]!r} (python tools/words.py adds it)"
        elif not entries[one].translated():
            yield f"not translated: {one[0]!r}"
        elif _holes(one[0]) != _holes(entries[one].msgstr or entries[one].msgstr_plural[1]):
            yield f"the translation has other %(holes)s: {one[0]!r}"
    yield from (f"nobody says this any more: {msgid!r}" for msgid, plural in set(entries) - set(said))
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != kept.to_binary():
        yield f"{compiled.name} does not belong to {CATALOGUE.name} (python tools/words.py compiles it)"


def update(said: list[Said], kept: polib.POFile) -> polib.POFile:
    known = {(entry.msgid, entry.msgid_plural): entry for entry in kept}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = {
        "Language": "es",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for msgid, plural in said:
        blank = {0: "", 1: ""} if plural else None
        entry = polib.POEntry(msgid=msgid, msgid_plural=plural, msgstr_plural=blank)
        fresh.append(known.get((msgid, plural)) or entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(CATALOGUE))
    fresh.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    return fresh


def _of_template(text: str) -> Iterator[Said]:
    from django.utils.translation.template import templatize

    if "i18n" not in text:
        return
    for call in _IN_TEMPLATE.finditer(templatize(text)):
        _, first, second = call.groups()
        plural = ast.literal_eval(second) if call[1] == "ngettext" and second else ""
        yield ast.literal_eval(first), plural


def _of_module(text: str) -> Iterator[Said]:
    if "django.utils.translation" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKED:
            (given,) = node.args
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield given.value, ""


def _holes(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", text))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
