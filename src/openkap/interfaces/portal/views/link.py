"""The way in and out: a link that opens once, by a press of a button, and leaving.

Mail and message programs look at links before people do. A GET therefore changes nothing; only the button uses it up.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openkap.interfaces.kit.access import client_at_form, let_client_in, public
from openkap.interfaces.kit.language import carry_language, choose_language
from openkap.records.people import find as people
from openkap.services.make_link import hash_token
from openkap.services.open_link import check_link, open_link
from openkap.terms.refusal import RuleRefusal
from openkap.terms.source import Source


@public
@require_http_methods(["GET", "HEAD", "POST"])
def open_door(request: HttpRequest, token: str) -> HttpResponse:
    try:
        if request.method != "POST":
            check_link(token=token, at=request.now)
            return render(request, "portal/link.html", {"page_title": _("Welcome")})
        client = open_link(token=token, at=request.now)
    except RuleRefusal as refusal:
        return _closed(request, token, refusal)
    let_client_in(request, practice_id=client.practice_id, client_id=client.id)
    return HttpResponseRedirect(reverse("portal:home"), status=303)


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The other language, and back to the page it was chosen on."""
    choose_language(request, request.POST.get("language", ""))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if safe else reverse("portal:home"), status=303)


@client_at_form
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """On a device of the clinic nothing stays: a tablet waits for the next code, a staff device for staff. A phone says
    goodbye in the language of the visit."""
    leads = {Source.PHONE: "portal:left", Source.TABLET: "portal:tablet"}.get(request.source, "portal:returned")
    if request.source is Source.PHONE:
        carry_language(request)
    else:
        request.session.flush()
    return HttpResponseRedirect(reverse(leads), status=303)


@public
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/left.html", {"page_title": _("You have left")})


def _closed(request: HttpRequest, token: str, refusal: RuleRefusal) -> HttpResponse:
    """404 for a link that never was; 410 for one that was used or has run out."""
    known = people.link_by_hash(hash_token(token)) is not None
    context = {"page_title": _("This link is closed"), "text": _(refusal.message), "used": known}
    return render(request, "portal/link_closed.html", context, status=410 if known else 404)
