"""Reads the world, calls the pure code, writes what came of it."""

from __future__ import annotations
