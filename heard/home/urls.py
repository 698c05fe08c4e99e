"""Addresses of pages that show several domains."""

from django.urls import path

from heard.home import views

app_name = "home"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("notes/", views.notes, name="notes"),
    path("care/", views.care, name="care"),
    path("care/<uuid:report_id>/", views.settle, name="settle"),
]
