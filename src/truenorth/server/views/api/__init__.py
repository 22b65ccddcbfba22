"""The HTTP API: it is loaded when it is asked for first, so that a server without programs starts as it did."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt  # no cookie counts here, only a token: another site has nothing to send along
def api(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Answer a program."""
    try:
        found = _addresses().resolve(rest)
    except Resolver404:
        return JsonResponse({"says": "there is no such address: see openapi.json"}, status=404)
    answer: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    answer.headers.setdefault("Cache-Control", "private, no-cache")
    return answer


@cache
def _addresses() -> URLResolver:
    from truenorth.server.views.api.v1 import api as made

    patterns, _, _ = made.urls
    return URLResolver(RegexPattern(r"^"), patterns)
