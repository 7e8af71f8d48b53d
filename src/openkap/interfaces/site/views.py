from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openkap.interfaces.kit.access import public


@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html", {"page_title": "Welcome"})
