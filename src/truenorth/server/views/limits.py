"""How much may be sent to us at once: more is refused before any of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

ROOM = 2**20  # bytes for the other fields of a form


def not_too_much(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that refuses what is longer than a sheet may be."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > settings.UPLOAD_LIMIT + ROOM:
            return render(request, "413.html", {"most": settings.UPLOAD_LIMIT // 10**6}, status=413)
        return respond(request)

    return middleware
