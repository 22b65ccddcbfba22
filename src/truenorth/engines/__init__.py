"""How we work it out: plain values in, plain values out; deterministic, and with no plan inside."""

from __future__ import annotations
