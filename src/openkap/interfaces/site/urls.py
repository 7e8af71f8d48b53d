from django.urls import path

from openkap.interfaces.site import views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
]
