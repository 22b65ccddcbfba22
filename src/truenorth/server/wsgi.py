"""What a web server calls."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from truenorth.server.running import end_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truenorth.server.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - all pages are read now, not with the first request
gc.collect()
gc.freeze()
end_with_server()
