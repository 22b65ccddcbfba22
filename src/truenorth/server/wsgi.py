"""What a web server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from truenorth.server.running import end_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truenorth.server.settings")
application = get_wsgi_application()
end_with_server()
