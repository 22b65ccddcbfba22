"""The server's settings for tests: a data folder of its own, plain static files, jobs kept until a test runs them."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("TRUENORTH_DATA", tempfile.mkdtemp(prefix="truenorth-test-"))
os.environ.setdefault("TRUENORTH_SECRET_KEY", "only for tests")

from truenorth.server.settings import *  # noqa: F403

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
if not os.environ.get("DATABASE_URL"):  # a file: what a browser still asks for has a connection of its own
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(tempfile.mkdtemp(prefix="truenorth-db-"), "test.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
INSTALLED_APPS = [*INSTALLED_APPS, "allauth.socialaccount.providers.openid_connect"]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
