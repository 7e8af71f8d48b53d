"""Words as people type them, made safe to keep: no NUL, no control or bidirectional tricks, a known length."""

import re
import unicodedata

from openkap.terms.refusal import BadInput

__all__ = ["email_address", "line", "phone_number", "words"]

# Characters that reorder or hide text on a screen: harmless in speech, harmful in a record that others read.
_HIDDEN = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\ufeff"}
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{5,23}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,60}")


def words(text: str, *, field: str, label: str, longest: int = 10_000, needed: bool = True) -> str:
    """Free text of several lines, trimmed. BadInput when it is needed and empty, or too long.

    >>> words("  I want to sleep again.\\x00 ", field="why", label="What brings you")
    'I want to sleep again.'
    """
    kept = "".join(
        char
        for char in unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
        if char in "\n\t" or (unicodedata.category(char) not in ("Cc", "Cs") and char not in _HIDDEN)
    ).strip()
    if needed and not kept:
        raise BadInput(field, f"{label}: write a few words here.")
    if len(kept) > longest:
        raise BadInput(field, f"{label}: {len(kept)} characters; there is room for {longest}.")
    return kept


def line(text: str, *, field: str, label: str, longest: int = 200, needed: bool = True) -> str:
    """One line of text: as `words`, with every run of white space one space."""
    return " ".join(words(text, field=field, label=label, longest=longest, needed=needed).split())


def phone_number(text: str, *, field: str, needed: bool = True) -> str:
    """A telephone number as typed: digits with spaces, points, brackets and a leading plus.

    >>> phone_number("call me", field="phone")
    Traceback (most recent call last):
    ...
    openkap.terms.refusal.BadInput: Enter a phone number with 7 to 15 digits, for example 512 555 0123.
    """
    kept = " ".join(text.split())
    if not kept and not needed:
        return ""
    digits = sum(char.isdigit() for char in kept)
    if not _PHONE.fullmatch(kept) or not 7 <= digits <= 15:
        raise BadInput(field, "Enter a phone number with 7 to 15 digits, for example 512 555 0123.")
    return kept


def email_address(text: str, *, field: str, needed: bool = True) -> str:
    """An e-mail address, trimmed. Whether it reaches anyone, only a message can tell."""
    kept = text.strip()
    if not kept and not needed:
        return ""
    if not _EMAIL.fullmatch(kept):
        raise BadInput(field, "Enter an e-mail address, for example name@example.org.")
    return kept
