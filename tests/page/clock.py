"""Lets time pass at a node: its timed work is done as it will be some hours from now. Run as a script, the node in MINASSA_HOME."""

import sys
from datetime import timedelta

import django


def main(hours: int) -> None:
    """Do what the clock does about meetings and reports, that many hours later."""
    django.setup()
    from minassa.base import now  # noqa: PLC0415 - the settings must be there first
    from minassa.base.clock import held_at  # noqa: PLC0415 - the same
    from minassa.meetings.jobs import watch_texts  # noqa: PLC0415 - the same

    with held_at(now() + timedelta(hours=hours)):
        watch_texts()


if __name__ == "__main__":
    main(int(sys.argv[1]))
