"""The command line: `truenorth plan`, `check`, `measure`, `serve` and the others. Each command loads what it needs."""

from __future__ import annotations

from truenorth.cli.app import app, main

__all__ = ["app", "main"]
