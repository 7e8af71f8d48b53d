"""A client's link on its way: the words that go with it, and the phone or mail program of whoever sends it, filled in.

openkap sends nothing by itself. Nothing in the words says what the practice treats, or what is asked.
"""

from urllib.parse import quote

from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Link
from openkap.records.people.shapes import Client

__all__ = ["ways_to_send"]


def ways_to_send(client: Client, *, words: str, address: str, subject: str) -> list[Link]:
    """Those for which the client has a number or an address: RFC 5724 (sms) and RFC 6068 (mailto)."""
    body = quote(f"{words} {address}")
    ways = []
    if client.phone:
        ways.append(Link(label="Text it", url=f"sms:{written.phone_link(client.phone)}?body={body}"))
    if client.email:
        to = quote(client.email, safe="@")
        ways.append(Link(label="E-mail it", url=f"mailto:{to}?subject={quote(subject)}&body={body}"))
    return ways
