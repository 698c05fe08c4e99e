"""Addresses of pages that show several domains."""

from django.urls import path

from heard.home import views

app_name = "home"
urlpatterns = [path("", views.landing, name="landing")]
