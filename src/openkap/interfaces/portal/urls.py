from django.urls import path

from openkap.interfaces.portal.views import (
    clinic,
    consent,
    forms,
    history,
    home,
    link,
    medicines,
    one_question,
    progress,
    questionnaires,
    sessions,
    words,
)

app_name = "portal"
urlpatterns = [
    path("c/<str:token>/", link.open_door, name="link"),
    path("left/", link.left, name="left"),
    path("language/", link.language, name="language"),
    path("tablet/", clinic.tablet, name="tablet"),
    path("returned/", clinic.returned, name="returned"),
    path("me/here/", clinic.here, name="here"),
    path("me/", home.show, name="home"),
    path("me/leave/", link.leave, name="leave"),
    path("me/questionnaires/", questionnaires.show, name="questionnaires"),
    path("me/forms/<uuid:response_id>/", forms.every_question, name="form"),
    path("me/forms/<uuid:response_id>/answer/", forms.keep_answer, name="answer"),
    path("me/forms/<uuid:response_id>/<int:place>/", one_question.show, name="question"),
    path("me/medicines/", medicines.state, name="medicines"),
    path("me/health/", history.look_again, name="history"),
    path("me/consent/<uuid:course_id>/", consent.read_and_sign, name="consent"),
    path("me/consent/<uuid:course_id>/signed/", consent.signed, name="signed"),
    path("me/consent/<uuid:course_id>/withdraw/", consent.withdraw, name="withdraw"),
    path("me/words/", words.write, name="words"),
    path("me/sessions/<uuid:session_id>/", sessions.show, name="session"),
    path("me/sessions/<uuid:session_id>/escort/", sessions.escort, name="escort"),
    path("me/sessions/<uuid:session_id>/go-ahead/", sessions.go_ahead, name="go_ahead"),
    path("me/progress/", progress.show, name="progress"),
]
