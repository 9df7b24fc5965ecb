"""What the clock does in this room."""

from minassa.watch import files, heard, index, keeping, looking


def look() -> None:
    """Bring what changed to the watches that it may concern, ask new ones for the first time, and tell their keepers."""
    looking.look_at_lists()
    looking.look_at_records()
    heard.hear()
    looking.first_looks()
    keeping.tell_keepers()


def take_in_files() -> None:
    """Read the files of subjects that wait."""
    files.take_waiting()


def save_index() -> None:
    """Save the index of watched names where enough has changed, so that a new process opens it instead of building it."""
    index.save_index()


def keep_the_clock() -> None:
    """Remind of terms, end what has reached its own, forget what ended long ago; tell of quiet days."""
    keeping.keep_the_clock()
    keeping.tell_quiet_days()
