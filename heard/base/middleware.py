"""Reads a form before anybody asks for it, and shows times in the zone of the one who reads."""

import zoneinfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin


class FormsFirst(MiddlewareMixin):
    """Answers 400 to a form that cannot be read, whatever its address. Else the page that says
    that there is no such address would be the first to read it, and break on it."""

    def process_request(self, request: HttpRequest) -> None:
        _ = request.POST


class TimeOfThePerson(MiddlewareMixin):
    """Activates the time zone that a signed-in person has chosen."""

    def process_request(self, request: HttpRequest) -> None:
        zone = getattr(request.user, "time_zone", "")
        try:
            timezone.activate(zoneinfo.ZoneInfo(zone))
        except (ValueError, zoneinfo.ZoneInfoNotFoundError):
            timezone.deactivate()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        timezone.deactivate()
        return response
