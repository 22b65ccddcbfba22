"""`python -m truenorth` is the command line."""

from __future__ import annotations

from truenorth.cli import main

main()
