"""A client's link opens their record to whoever holds it: its token stands in no log, used or not."""

import logging
import re

__all__ = ["HideLinks"]

_TOKEN = re.compile(r"/c/[^/\s?#\"']+")


class HideLinks(logging.Filter):
    """Of every handler that writes. What is left says that it was a link, and not which.

    >>> record = logging.LogRecord("django.request", 30, "", 0, "%s: %s", ("Gone", "/c/a-token/"), None)
    >>> HideLinks().filter(record), record.getMessage()
    (True, 'Gone: /c/…/')
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "/c/" in message:
            record.msg, record.args = _TOKEN.sub("/c/…", message), ()
        return True
