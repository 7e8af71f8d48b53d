"""Who a screen is about, for the banner on top."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import ClientBanner, Line
from openkap.records.people.shapes import Client

__all__ = ["banner_of", "name_of", "today_of"]


def name_of(client: Client) -> str:
    return written.name(client.family_name, client.given_name)


def today_of(request: HttpRequest) -> date:
    """The practice's date now."""
    return request.now.astimezone(request.practice.zone).date()


def banner_of(request: HttpRequest, client: Client, *, link: bool = True) -> ClientBanner:
    """Name, birth, number and phone. `link`: the name leads to the client's page."""
    return ClientBanner(
        name=name_of(client),
        born="" if client.born_on is None else written.born(client.born_on, today_of(request)),
        identifier=client.identifier,
        url=reverse("desk:client", args=[client.id]) if link else "",
        lines=(Line(term="Phone", value=client.phone, unknown="none given"),),
    )
