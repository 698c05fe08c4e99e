"""Shows times in the time zone of the one who reads them."""

import zoneinfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin


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
