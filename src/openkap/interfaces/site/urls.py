from django.urls import path

from openkap.interfaces.site.views import compare, help_now, home, request_care, ways

app_name = "site"
urlpatterns = [
    path("", home.show, name="home"),
    path("compare/", compare.show, name="compare"),
    path("routes/", ways.show, name="routes"),
    path("request/", request_care.ask, name="request"),
    path("request/thanks/", request_care.thanks, name="thanks"),
    path("help/", help_now.show, name="help"),
]
