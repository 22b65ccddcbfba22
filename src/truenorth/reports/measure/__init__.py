"""What is said of data: a file that was looked at, what is there, money and opportunities side by side."""

from __future__ import annotations
