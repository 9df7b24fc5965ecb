"""What the clock does at the desk."""

from minassa.desk import mail
from minassa.desk.attachments import housekeeping
from minassa.desk.intakes import running


def send_mail() -> None:
    """Tell those who want it by mail that they have new notices."""
    mail.send_mail()


def scan_waiting() -> None:
    """Ask the virus scanner again about the attachments in quarantine."""
    housekeeping.scan_waiting()


def sweep_attachments() -> None:
    """Forget files that never came whole, and remove stored ones that belong to no attachment."""
    housekeeping.forget_unfinished()
    housekeeping.sweep()


def bring_in_files() -> None:
    """Bring in the files that people sent, for a few seconds; then other jobs have their turn."""
    running.run_intakes()
