"""Who may open a view. Deny by default: a view without one of these marks is refused to everybody.

The marks put on the request what a view needs and nothing else leads there: `request.practice`, `request.actor`,
`request.now`, and for a client `request.client` and `request.source`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from openkap.clinical.authority import Doing, require
from openkap.interfaces.kit import clock, errors
from openkap.interfaces.kit.language import carry_language, language_of
from openkap.records.people import find as people
from openkap.records.practice import find as practices
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import Forbidden, NotFound, Refusal
from openkap.terms.source import Source

__all__ = [
    "CLIENT_LASTS_SECONDS",
    "GuardMiddleware",
    "client_at_form",
    "client_only",
    "end_visit",
    "let_client_in",
    "make_tablet",
    "no_tablet",
    "public",
    "staff_only",
    "tablet_only",
]

View = Callable[..., HttpResponse]

# A client's visit by link: long enough for the intake with a pause, short enough for a borrowed phone.
CLIENT_LASTS_SECONDS = 4 * 60 * 60
# On a device of the clinic a forgotten visit ends sooner.
CLINIC_LASTS_SECONDS = 60 * 60
_CLIENT = "openkap-client"
_TABLET = "openkap-tablet"
_TABLET_LASTS_SECONDS = 365 * 24 * 60 * 60


def public(view: View) -> View:
    """Anyone may open this: the public pages and the sign-in."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _enter(request, practices.the_public_practice(), Actor(ActorKind.VISITOR))
        return view(request, *args, **kwargs)

    return _marked(opened, "public")


def client_only(view: View) -> View:
    """The client who came in by their own link, and nobody else. A visit on a device of the clinic is led back to its
    forms: nothing else of the client's is shown there."""
    return _for_client(view, at_form=False)


def client_at_form(view: View) -> View:
    """The client in front of their own forms: by their link, on the clinic's tablet, or on a device handed to them."""
    return _for_client(view, at_form=True)


def _for_client(view: View, *, at_form: bool) -> View:
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = request.session.get(_CLIENT)
        if kept is None:
            return errors.no_way_in(request)
        within, client_id = UUID(kept["practice"]), UUID(kept["client"])
        client = people.client(within=within, client_id=client_id)
        _enter(request, practices.the_practice(within), Actor(ActorKind.CLIENT, id=client_id))
        request.client = client  # type: ignore[attr-defined]
        request.source = Source(kept["source"])  # type: ignore[attr-defined]
        if request.source is not Source.PHONE and not at_form:  # type: ignore[attr-defined]
            return HttpResponseRedirect(reverse("portal:here"), status=303)
        return view(request, *args, **kwargs)

    return _marked(opened, "client")


def tablet_only(view: View) -> View:
    """A device that staff made a tablet of their practice. Nobody is known on it until a code is tapped in."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = request.get_signed_cookie(_TABLET, default=None, salt=_TABLET, max_age=_TABLET_LASTS_SECONDS)
        if kept is None:
            return errors.no_tablet(request)
        _enter(request, practices.the_practice(UUID(kept)), Actor(ActorKind.VISITOR))
        return view(request, *args, **kwargs)

    return _marked(opened, "tablet")


def make_tablet(response: HttpResponse, *, practice_id: UUID) -> None:
    """From now on this device takes codes of this practice, and nothing else opens by that."""
    response.set_signed_cookie(
        _TABLET,
        str(practice_id),
        salt=_TABLET,
        max_age=_TABLET_LASTS_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def no_tablet(response: HttpResponse) -> None:
    response.delete_cookie(_TABLET, samesite="Lax")


def staff_only(doing: Doing) -> Callable[[View], View]:
    """Members of staff whose role may do this."""

    def mark(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            found = people.practices_of(request.user.pk)
            if not found:
                raise Forbidden("This account has no role in a practice any more. Ask your lead.")
            member = people.staff(within=found[0], account_id=request.user.pk)
            if member is None:
                raise Forbidden("This account has no role in a practice any more. Ask your lead.")
            actor = Actor(ActorKind.STAFF, id=member.id, name=member.name, roles=member.roles)
            _enter(request, practices.the_practice(found[0]), actor)
            require(actor, doing)
            return view(request, *args, **kwargs)

        return _marked(opened, f"staff: {doing.value}")

    return mark


def let_client_in(request: HttpRequest, *, practice_id: UUID, client_id: UUID, source: Source = Source.PHONE) -> None:
    """Begins a client's visit. Whoever was signed in on this device before is signed out: it may be a handed tablet."""
    carry_language(request)
    request.session[_CLIENT] = {"practice": str(practice_id), "client": str(client_id), "source": source.value}
    request.session.set_expiry(CLIENT_LASTS_SECONDS if source is Source.PHONE else CLINIC_LASTS_SECONDS)


def end_visit(request: HttpRequest) -> None:
    """Ends a client's visit before somebody else signs in on the same device."""
    request.session.pop(_CLIENT, None)


def _enter(request: HttpRequest, practice: Any, actor: Actor) -> None:
    request.practice = practice  # type: ignore[attr-defined]
    request.actor = actor  # type: ignore[attr-defined]
    request.now = clock.now()  # type: ignore[attr-defined]
    timezone.activate(practice.zone)
    translation.activate("en" if actor.kind is ActorKind.STAFF else language_of(request))


def _marked(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


class GuardMiddleware:
    """Refuses every view that carries no mark, speaks refusals as pages, and lets nothing personal be cached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate("en")
        response = self.get_response(request)
        translation.deactivate()
        timezone.deactivate()
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if getattr(view, "access", None) is None:
            return errors.refused(request, Forbidden("This page is not open to anyone."), 403)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            return errors.refused(request, exception, 404)
        if isinstance(exception, Forbidden):
            return errors.refused(request, exception, 403)
        if isinstance(exception, Refusal):
            return errors.refused(request, exception, 409)
        return None
