"""Addresses of care: the rest is told and read where it belongs, in circles and at home."""

from django.urls import path

from heard.care import views

app_name = "care"
urlpatterns = [
    path("people/me/blocks/", views.blocks, name="blocks"),
    path("people/me/blocks/<int:block_id>/", views.undo, name="unblock"),
]
