"""What is misaligned: every rule, by code, and the check that runs them."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from truenorth.rules.case import Case
from truenorth.rules.check import Checked, check, recheck
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import RULES, Rule

__all__ = ["RULES", "Blank", "Case", "Checked", "Finding", "Fix", "Rule", "check", "found", "recheck"]

for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
