"""What the node writes on stderr: addresses of requests that fail are told, the secrets that stand in some of them are not."""

import logging
import re
from typing import Final

_SECRET: Final = re.compile(r"(minassa_[a-z]+_)[A-Za-z0-9_-]+")


class SecretsCut(logging.Filter):
    """Cuts what links and tokens say after their prefix, whoever mistyped or misused them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the line, and let it pass."""
        record.msg, record.args = _SECRET.sub(r"\1...", record.getMessage()), ()
        return True
