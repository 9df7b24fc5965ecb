"""`minassa ...`: one command line over the services. Nothing of Django is imported until a command runs."""

from minassa.cli.main import main

__all__ = ["main"]
