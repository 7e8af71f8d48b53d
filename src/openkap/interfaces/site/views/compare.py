"""The two care models side by side, for people who are undecided. Everything stands in the pathway files."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openkap.interfaces.kit.access import public
from openkap.interfaces.kit.chart import pathway_picture
from openkap.interfaces.kit.parts import Column
from openkap.interfaces.site.comparison import compare
from openkap.interfaces.site.shell import page
from openkap.knowledge.pathways import pathway


@public
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    kap, iv_only = pathway("kap"), pathway("iv_only")
    return page(
        request,
        "site/compare.html",
        title=_("The two models, side by side"),
        comparison=compare(kap, iv_only),
        left_drawn=pathway_picture(kap, against=iv_only, for_visitors=True),
        right_drawn=pathway_picture(iv_only, against=kap, for_visitors=True),
        columns=[Column(label=_("Kind of session")), Column(label=kap.title), Column(label=iv_only.title)],
    )
