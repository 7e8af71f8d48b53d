from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openkap.clinical.authority import Doing
from openkap.interfaces.kit.access import staff_only


@staff_only(Doing.SEE_DESK)
def today(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/today.html", {"page_title": "Today"})
