"""How fast the plan and its rules are, beside a rival on Django models."""

from __future__ import annotations
