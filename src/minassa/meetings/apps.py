from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Register papers as things to which files are attached; acts and notices are found by their modules' names."""
        from minassa.meetings import acts, notices  # noqa: F401, PLC0415 - models must be loaded before; all processes show notices
        from minassa.meetings.delegations import credentials  # noqa: PLC0415 - models must be loaded before
        from minassa.meetings.floor import papers  # noqa: PLC0415 - models must be loaded before

        papers.register()
        credentials.register()

        from minassa.desk import work_source  # noqa: PLC0415 - the same
        from minassa.meetings.text import work  # noqa: PLC0415 - the same
        from minassa.meetings.text.acts import TEXT_READ  # noqa: PLC0415 - the same

        work_source("texts", needs=TEXT_READ, waiting_on_me=work.waiting_on_me)
