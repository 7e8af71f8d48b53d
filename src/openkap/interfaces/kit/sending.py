"""Words on their way: the phone or mail program of whoever sends them, filled in. openkap sends nothing by itself."""

from urllib.parse import quote

from openkap.interfaces.kit import written

__all__ = ["mail_url", "text_url"]


def text_url(phone: str, words: str) -> str:
    """RFC 5724.

    >>> text_url("(512) 555-0100", "Rest well & call us.")
    'sms:5125550100?body=Rest%20well%20%26%20call%20us.'
    """
    return f"sms:{written.phone_link(phone)}?body={quote(words)}"


def mail_url(address: str, subject: str, words: str) -> str:
    """RFC 6068.

    >>> mail_url("pat+own@example.org", "A & B", "Hello.")
    'mailto:pat%2Bown@example.org?subject=A%20%26%20B&body=Hello.'
    """
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={quote(words)}"
