"""What is sent to us: no database of ours keeps the character NUL in a text, and no person types one."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

API = "/api/"


def without_nul(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that refuses a request with a NUL in what was typed; files are read by who understands them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(API):  # it says in its own words what it cannot read
            return respond(request)
        sent = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
        if any("\0" in text for some in sent for name, many in some.lists() for text in (name, *many)):
            raise BadRequest("NUL in a text")
        return respond(request)

    return middleware
