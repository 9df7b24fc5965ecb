"""The desk: what waits for a person. Drafts that are kept while they are typed, and notices of what changed."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.desk.drafts import DraftView, drop_draft, keep_draft, list_drafts, read_draft
    from minassa.desk.notices import (
        NoticeView,
        count_unread,
        list_notices,
        mark_read,
        notice_kind,
        notice_kinds,
        notify,
    )

__all__ = [
    "DraftView",
    "NoticeView",
    "count_unread",
    "drop_draft",
    "keep_draft",
    "list_drafts",
    "list_notices",
    "mark_read",
    "notice_kind",
    "notice_kinds",
    "notify",
    "read_draft",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    "DraftView": "drafts",
    "NoticeView": "notices",
    "count_unread": "notices",
    "drop_draft": "drafts",
    "keep_draft": "drafts",
    "list_drafts": "drafts",
    "list_notices": "notices",
    "mark_read": "notices",
    "notice_kind": "notices",
    "notice_kinds": "notices",
    "notify": "notices",
    "read_draft": "drafts",
}
__getattr__ = loaded_later(__name__, _LATER)
