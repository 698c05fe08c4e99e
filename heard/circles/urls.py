"""Addresses of circles."""

from django.urls import path

from heard.circles.views import (
    consents,
    entering,
    formats,
    hosting,
    own_data,
    reporting,
    rooms,
    starting,
    trying,
)

app_name = "circles"
urlpatterns = [
    path("formats/", formats.formats, name="formats"),
    path("formats/schema.json", formats.format_schema, name="schema"),
    path("formats/<slug:format_id>.yaml", formats.format_document, name="document"),
    path("formats/<slug:format_id>/", formats.one_format, name="format"),
    path("formats/<slug:format_id>/print/", formats.format_on_paper, name="format_print"),
    path("start/", starting.start, name="start"),
    path("start/<slug:format_id>/", starting.start_format, name="start_format"),
    path("split/", starting.split, name="split"),
    path("split/<uuid:split_id>/", hosting.tables, name="tables"),
    path("circles/", hosting.mine, name="mine"),
    path("circles/<uuid:circle_id>/", hosting.host, name="host"),
    path("circles/<uuid:circle_id>/links/", hosting.links, name="links"),
    path("circles/<uuid:circle_id>/begin/", hosting.begin, name="begin"),
    path("circles/<uuid:circle_id>/concerns/<int:number>/", hosting.settle, name="settle"),
    path("circles/<uuid:circle_id>/captions/<uuid:seat_id>/", hosting.captions, name="captions"),
    path("circles/<uuid:circle_id>/renew/", hosting.renew, name="renew_table"),
    path("circles/<uuid:circle_id>/renew/<uuid:seat_id>/", hosting.renew, name="renew_seat"),
    path("circles/<uuid:circle_id>/hush/<uuid:seat_id>/", hosting.hush, name="hush"),
    path("circles/<uuid:circle_id>/remove/<uuid:seat_id>/", hosting.remove, name="remove"),
    path("look/", entering.look, name="look"),
    path("sit/<str:token>/", entering.sit, name="sit"),
    path("sit/<str:token>/look/", entering.look, name="look_first"),
    path("table/<str:token>/", entering.table, name="table"),
    path("seats/<uuid:seat_id>/room/", rooms.seat_room, name="seat_room"),
    path("seats/<uuid:seat_id>/ticket/", rooms.seat_ticket, name="seat_ticket"),
    path("seats/<uuid:seat_id>/report/", reporting.report, name="report"),
    path("seats/<uuid:seat_id>/leave/", rooms.leave_seat, name="leave_seat"),
    path("seats/<uuid:seat_id>/consents/", consents.consents, name="consents"),
    path("seats/<uuid:seat_id>/data/", own_data.seat_data, name="seat_data"),
    path("seats/<uuid:seat_id>/data/download/", own_data.download_seat, name="download_seat"),
    path("seats/<uuid:seat_id>/data/forget/", own_data.forget_seat, name="forget_seat"),
    path("table/<uuid:circle_id>/room/", rooms.table_room, name="table_room"),
    path("table/<uuid:circle_id>/ticket/", rooms.table_ticket, name="table_ticket"),
    path("try/", trying.try_it, name="try"),
]
