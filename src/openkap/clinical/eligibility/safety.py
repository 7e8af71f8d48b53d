"""The six questions on suicide since the last contact, brought to one fact that the gate of the day asks for.

The wording is not ours to print (the Columbia scale is asked from the site's own form); the names here are our own.
"""

from collections.abc import Mapping

__all__ = ["SINCE_LAST_CONTACT", "since_last_contact"]

SINCE_LAST_CONTACT: Mapping[str, str] = {
    "1": "wish to be dead",
    "2": "suicidal thoughts, not specific",
    "3": "thoughts with a method, without intent",
    "4": "thoughts with some intent",
    "5": "thoughts with a plan and intent",
    "6": "suicidal behaviour",
}
# 3 to 5 are asked only after a yes to 2.
_ALWAYS_ASKED = ("1", "2", "6")


def since_last_contact(answers: Mapping[str, bool | None]) -> str | None:
    """ "concern" after any yes; "no concern" where everything that is always asked was answered no; else None.

    >>> since_last_contact({"1": False, "2": False, "6": False})
    'no concern'
    >>> since_last_contact({"1": False, "2": None, "6": False}) is None
    True
    >>> since_last_contact({"6": True})
    'concern'
    """
    if any(answers.get(item) for item in SINCE_LAST_CONTACT):
        return "concern"
    return "no concern" if all(answers.get(item) is False for item in _ALWAYS_ASKED) else None
