from django.urls import path

from openkap.interfaces.desk.views import (
    alerts,
    booking,
    clearance,
    client,
    clients,
    questionnaires,
    requests,
    responses,
    schedules,
    sessions,
)
from openkap.interfaces.desk.views import staff as staff_views
from openkap.interfaces.desk.views import today as today_views

app_name = "desk"
urlpatterns = [
    path("", today_views.today, name="today"),
    path("now/", today_views.now_part, name="now"),
    path("alert-count/", today_views.alert_count, name="alert-count"),
    path("clients/", clients.clients, name="clients"),
    path("clients/new/", requests.new_client, name="new-client"),
    path("clients/<uuid:client_id>/", client.client, name="client"),
    path("clients/<uuid:client_id>/link/", client.link, name="link"),
    path(
        "clients/<uuid:client_id>/questionnaires/", questionnaires.client_questionnaires, name="client-questionnaires"
    ),
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("questionnaires/reminders/", questionnaires.reminders, name="reminders"),
    path("questionnaires/schedules/", schedules.schedules, name="schedules"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:request_id>/", requests.request_, name="request"),
    path("courses/<uuid:course_id>/clearance/", clearance.clearance, name="clearance"),
    path("courses/<uuid:course_id>/book/", booking.book, name="book"),
    path("sessions/<uuid:session_id>/", sessions.session, name="session"),
    path("sessions/<uuid:session_id>/cancel/", sessions.cancel, name="cancel"),
    path("sessions/<uuid:session_id>/escort/", sessions.escort, name="escort"),
    path("sessions/<uuid:session_id>/hold/", sessions.hold, name="hold"),
    path("sessions/<uuid:session_id>/trust/", sessions.trust, name="trust"),
    path("sessions/<uuid:session_id>/gate/", sessions.gate, name="gate"),
    path("responses/<uuid:response_id>/", responses.response, name="response"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<uuid:alert_id>/", alerts.alert, name="alert"),
    path("staff/", staff_views.staff, name="staff"),
]
