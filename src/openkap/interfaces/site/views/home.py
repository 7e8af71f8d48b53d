"""The front page: what this place is, who is with you, how it goes, and what ketamine is not."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openkap.interfaces.kit.access import public
from openkap.interfaces.site.shell import page
from openkap.knowledge.pathways import pathway


@public
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return page(request, "site/home.html", title=_("Welcome"), pathway=pathway("kap"))
