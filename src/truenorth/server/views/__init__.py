"""Pages: parse what came, call one service, render what came of it."""

from __future__ import annotations
