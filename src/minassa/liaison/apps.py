from django.apps import AppConfig


class LiaisonConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.liaison"
    label = "liaison"

    def ready(self) -> None:
        """Register the room's share of everybody's work, and the things to which files are attached; acts and parcels are found by their modules' names."""
        from minassa.desk import work_source  # noqa: PLC0415 - models must be loaded before
        from minassa.liaison import acts  # noqa: PLC0415 - the same
        from minassa.liaison import attached as files_about  # noqa: PLC0415 - the same
        from minassa.liaison.alerts import reads as alerts  # noqa: PLC0415 - the same
        from minassa.liaison.lookouts import reads as lookouts  # noqa: PLC0415 - the same
        from minassa.liaison.practices import reads as practices  # noqa: PLC0415 - the same
        from minassa.liaison.reports import reads as reports  # noqa: PLC0415 - the same
        from minassa.liaison.requests import attached, work  # noqa: PLC0415 - the same

        attached.register()
        files_about.register()

        work_source(
            "requests",
            needs=acts.REQUEST_LIST,
            waiting_on_me=work.waiting_on_me,
            waiting_on_others=work.waiting_on_others,
            overdue=work.overdue,
        )
        work_source(
            "alerts",
            needs=acts.ALERT_LIST,
            waiting_on_me=alerts.waiting_on_me,
            waiting_on_others=alerts.waiting_on_others,
        )
        work_source("lookouts", needs=acts.LOOKOUT_LIST, waiting_on_me=lookouts.waiting_on_me)
        work_source("reports", needs=acts.REPORT_LIST, waiting_on_me=reports.waiting_on_me)
        work_source("practices", needs=acts.PRACTICE_LIST, waiting_on_me=practices.waiting_on_me)
