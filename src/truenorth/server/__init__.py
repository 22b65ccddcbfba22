"""Who, when, and the web: one process and one data folder; the only package that knows Django."""

from __future__ import annotations
