"""What is not written into the log: the part of an address that is a secret."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(/join/|/calendar/|/ask/|(?<!/run)/update/|/password/reset/key/|/confirm-email/)[^/\s]+")


class Masked(logging.Filter):
    """Takes the secrets out of the addresses that a record tells of."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, masked."""
        record.msg = masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(masked(one) for one in record.args)
        return True


def masked(value: object) -> object:
    """A text without the secrets in its addresses; anything else as it is."""
    return _SECRET.sub(r"\1…", value) if isinstance(value, str) else value
