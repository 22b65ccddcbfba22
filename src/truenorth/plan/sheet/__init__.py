"""A plan as sheets: written as a workbook or CSV, and read back; and the sheets that other people keep."""

from __future__ import annotations
