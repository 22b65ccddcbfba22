"""Kestrel Freight Cloud, the invented company of examples/kestrel: what its plan and its facts are made from."""

from __future__ import annotations
