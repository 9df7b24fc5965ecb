"""Paging through whole lists. To show a list writes no line of the log; every tenth page of one list does.

Counted in this process, without a lock on any database: a reader never waits. The line is written when the answer has gone out.
"""

import re
import threading
from collections import OrderedDict, deque
from typing import Any, Final

from django.db import transaction

from minassa import audit
from minassa.access import Actor
from minassa.base import now
from minassa.safeguards.acts import LIST_PAGED
from minassa.safeguards.scraping.rules import PAGES_A_LINE

MOST_COUNTED: Final = 10_000
WITHIN_SECONDS: Final = 3_600
_PLAIN: Final = re.compile(r"[A-Za-z0-9/_.-]{1,120}")

_lock: Final = threading.Lock()
_pages: Final[OrderedDict[tuple[str, str], tuple[float, int]]] = OrderedDict()
_waiting: Final[deque[audit.Line]] = deque(maxlen=1_000)


def note_page(actor: Actor, path: str) -> None:
    """Count a page of a list beyond its first."""
    listed = path if _PLAIN.fullmatch(path) else "other"
    key, moment = (actor.named, listed), now()
    with _lock:
        begun, count = _pages.pop(key, (moment.timestamp(), 0))
        if moment.timestamp() - begun > WITHIN_SECONDS:
            begun, count = moment.timestamp(), 0
        if count + 1 < PAGES_A_LINE:
            _pages[key] = (begun, count + 1)
            if len(_pages) > MOST_COUNTED:
                _pages.popitem(last=False)
            return
    details: dict[str, audit.Detail] = {"list": listed, "pages": PAGES_A_LINE}
    _waiting.append(audit.Line(LIST_PAGED.name, "done", actor.named, agency=actor.agency, details=details, at=moment))


def write_down(**_signal: Any) -> None:  # noqa: ANN401 - what Django's signal brings
    """Write the lines that wait, if any."""
    while _waiting:
        line = _waiting.popleft()
        with transaction.atomic():
            audit.append(line)
