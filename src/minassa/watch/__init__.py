"""The watch: subjects that an agency keeps under watch, asked again whenever a list, a record, a lookout or an alert changes."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.watch.acts import (
        WATCH_ADD,
        WATCH_EXTEND,
        WATCH_JUDGE,
        WATCH_LIST,
        WATCH_READ,
        WATCH_STOP,
        WATCH_TAKE_OVER,
    )
    from minassa.watch.files import bring_file, drop_file, list_files, read_file, refused_rows
    from minassa.watch.service import (
        add_watch,
        extend_watch,
        judge_hit,
        list_watches,
        read_watch,
        stop_watch,
        take_over,
        watch_hits,
        watch_record,
    )
    from minassa.watch.types import HIT_STATES, STATES, Term, WatchFileView, WatchHitView, WatchPage, WatchView

__all__ = [
    "HIT_STATES",
    "STATES",
    "WATCH_ADD",
    "WATCH_EXTEND",
    "WATCH_JUDGE",
    "WATCH_LIST",
    "WATCH_READ",
    "WATCH_STOP",
    "WATCH_TAKE_OVER",
    "Term",
    "WatchFileView",
    "WatchHitView",
    "WatchPage",
    "WatchView",
    "add_watch",
    "bring_file",
    "drop_file",
    "extend_watch",
    "judge_hit",
    "list_files",
    "list_watches",
    "read_file",
    "read_watch",
    "refused_rows",
    "stop_watch",
    "take_over",
    "watch_hits",
    "watch_record",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_FOUND_IN = {
    "acts": ("WATCH_ADD", "WATCH_EXTEND", "WATCH_JUDGE", "WATCH_LIST", "WATCH_READ", "WATCH_STOP", "WATCH_TAKE_OVER"),
    "files": ("bring_file", "drop_file", "list_files", "read_file", "refused_rows"),
    "service": (
        "add_watch",
        "extend_watch",
        "judge_hit",
        "list_watches",
        "read_watch",
        "stop_watch",
        "take_over",
        "watch_hits",
        "watch_record",
    ),
    "types": ("HIT_STATES", "STATES", "Term", "WatchFileView", "WatchHitView", "WatchPage", "WatchView"),
}
__getattr__ = loaded_later(__name__, {name: module for module, names in _FOUND_IN.items() for name in names})
