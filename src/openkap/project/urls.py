"""Every address. Views carry their own access marks; `kit.access.GuardMiddleware` refuses what has none."""

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.urls import include, path

from openkap.interfaces.kit.access import public

# Only these two of allauth's pages exist here.
urlpatterns = [
    path("", include("openkap.interfaces.site.urls")),
    path("", include("openkap.interfaces.portal.urls")),
    path("desk/", include("openkap.interfaces.desk.urls")),
    path("room/", include("openkap.interfaces.console.urls")),
    path("sign-in/", public(LoginView.as_view()), name="account_login"),
    path("sign-out/", public(LogoutView.as_view()), name="account_logout"),
]

if settings.OPENKAP_DEMO:
    from openkap.interfaces.kit import guide

    urlpatterns.append(path("kit/<str:page>/", public(guide.show), name="style_guide"))

handler404 = "openkap.interfaces.kit.errors.not_found"
handler500 = "openkap.interfaces.kit.errors.server_fault"
