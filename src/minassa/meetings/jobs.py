"""What the clock does in this room."""

from minassa.meetings.text.service.silence import watch_silences


def watch_texts() -> None:
    """Adopt the declarations whose silence has ended without an objection."""
    watch_silences()
