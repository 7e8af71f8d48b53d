"""A client's link on its way. Nothing in the words says what the practice treats, or what is asked."""

from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.sending import mail_url, text_url
from openkap.records.people.shapes import Client

__all__ = ["ways_to_send"]


def ways_to_send(client: Client, *, words: str, address: str, subject: str) -> list[Link]:
    """Those for which the client has a number or an address."""
    body = f"{words} {address}"
    ways = []
    if client.phone:
        ways.append(Link(label="Text it", url=text_url(client.phone, body)))
    if client.email:
        ways.append(Link(label="E-mail it", url=mail_url(client.email, subject, body)))
    return ways
