"""Why ways in feel different, for people who are undecided. The words stand in the texts, the curves in the models."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openkap.interfaces.kit.access import public
from openkap.interfaces.site.shell import page
from openkap.interfaces.site.ways import ways


@public
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return page(request, "site/ways.html", title=_("Why routes feel different"), ways=ways())
