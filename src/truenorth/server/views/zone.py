"""Times are told in the reader's zone."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


def in_the_readers_zone(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that turns on the zone of whoever is signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        zone = getattr(request.user, "zone", "UTC")
        with timezone.override(ZoneInfo(zone if zone in available_timezones() else "UTC")):
            return respond(request)

    return middleware
