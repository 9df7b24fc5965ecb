from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.briefings"
    label = "briefings"

    def ready(self) -> None:
        """Tell reports what figures of this kind are, and the desk what a schedule has begun."""
        from minassa.briefings import acts, figures, notices, work  # noqa: F401, PLC0415 - models must be loaded before
        from minassa.desk import work_source  # noqa: PLC0415 - the same
        from minassa.liaison import figure_kind  # noqa: PLC0415 - the same
        from minassa.threats import OVERVIEW  # noqa: PLC0415 - the same

        figure_kind(OVERVIEW, figures.OVERVIEW)
        work_source("briefings", needs=acts.BRIEFING_LIST, drafts=work.begun)
