"""Truenorth: one plan for the business and marketing, checked, agreed, run, measured and learnt from."""

from __future__ import annotations

__version__ = "0.1.0"
