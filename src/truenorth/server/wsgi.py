"""What a web server calls."""

from __future__ import annotations

import os

import django
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from truenorth.plan.garbage import keep, uncollected
from truenorth.server.memory import few_heaps
from truenorth.server.preparing import prepare
from truenorth.server.running import end_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truenorth.server.settings")
few_heaps()
end_with_server()
with uncollected():  # next to nothing of what is read in is garbage
    django.setup()
    prepare()  # whoever comes first, this process or the one for jobs, makes the data folder ready
    application = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018 - all pages are read now, not with the first request
keep()
