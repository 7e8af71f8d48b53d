"""Help right now, as a page of its own: for a bookmark, a printed address, or a person without a link."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openkap.interfaces.kit.access import public
from openkap.interfaces.site.shell import page


@public
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return page(request, "site/help.html", title=_("Help right now"))
