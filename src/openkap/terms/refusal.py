"""The small family of "no". A refusal's text is a sentence that tells a person what to do next.

Interfaces turn it into their own language in one place each: a form error, an exit code, a status. Nothing personal
stands in a refusal's text, so that it may be shown and logged.
"""

__all__ = ["BadInput", "Forbidden", "NotFound", "Refusal", "RuleRefusal"]


class Refusal(Exception):  # noqa: N818 - it is an answer, not an error
    """An expected no. `code` is stable for machines; the message is for people."""

    code = "refused"
    exit_code = 3

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadInput(Refusal):
    """What was entered cannot be: names the field and what is allowed."""

    code = "bad-input"
    exit_code = 2

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class RuleRefusal(Refusal):
    """A rule says no. `reasons` are the sentences of the rules that were not met."""

    code = "rule"

    def __init__(self, message: str, *, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.reasons = reasons


class Forbidden(Refusal):
    """This role may not do this."""

    code = "forbidden"


class NotFound(Refusal):
    """There is no such thing within this practice; a stranger's record and a missing one look the same."""

    code = "not-found"
