from django.urls import path

from openkap.interfaces.console.views import app, board, day, discharge, entries, record, room, stream

app_name = "console"
urlpatterns = [
    path("", board.board, name="board"),
    path("live/", board.board_live, name="board-live"),
    path("stream/", board.board_stream, name="board-stream"),
    path("screen/", board.screen, name="screen"),
    path("worker.js", app.worker, name="worker"),
    path("away/", app.away, name="away"),
    path("<uuid:session_id>/", room.room, name="room"),
    path("<uuid:session_id>/live/", room.live, name="live"),
    path("<uuid:session_id>/timeline/", stream.timeline_since, name="timeline"),
    path("<uuid:session_id>/stream/", stream.room_stream, name="stream"),
    path("<uuid:session_id>/day/", day.day, name="day"),
    path("<uuid:session_id>/start/", entries.start, name="start"),
    path("<uuid:session_id>/reading/", entries.reading, name="reading"),
    path("<uuid:session_id>/mark/", entries.mark, name="mark"),
    path("<uuid:session_id>/light/", entries.light, name="light"),
    path("<uuid:session_id>/distress/", entries.distress, name="distress"),
    path("<uuid:session_id>/therapy-note/", entries.therapy_note, name="therapy-note"),
    path("<uuid:session_id>/note/", entries.note, name="note"),
    path("<uuid:session_id>/strike/", entries.strike, name="strike"),
    path("<uuid:session_id>/dose/", entries.dose, name="dose"),
    path("<uuid:session_id>/discharge/", discharge.discharge, name="discharge"),
    path("<uuid:session_id>/sheet.pdf", record.sheet, name="sheet"),
    path("<uuid:session_id>/paper.pdf", record.paper, name="paper"),
    path("<uuid:session_id>/home.pdf", record.home, name="home"),
    path("<uuid:session_id>/sign/", record.sign, name="sign"),
    path("<uuid:session_id>/add/", record.add, name="add"),
    path("<uuid:session_id>/rems/", record.rems, name="rems"),
    path("<uuid:session_id>/end/", entries.end, name="end"),
]
