"""Every address of the house, by domain."""

from django.urls import include, path
from django.views.i18n import set_language

from heard.base.health import health

urlpatterns = [
    path("", include("heard.home.urls")),
    path("", include("heard.circles.urls")),
    path("", include("heard.care.urls")),
    path("", include("heard.communities.urls")),
    path("", include("heard.people.urls")),
    path("health/", health, name="health"),
    path("language/", set_language, name="set_language"),
]
