from django.urls import path

from openkap.interfaces.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.today, name="today"),
    path("clients/", views.today, name="clients"),
    path("requests/", views.today, name="requests"),
    path("alerts/", views.today, name="alerts"),
    path("staff/", views.today, name="staff"),
]
