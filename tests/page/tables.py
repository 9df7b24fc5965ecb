"""Reads the tables of links that wait, as the node's clock does. Run as a script, beside the node in MINASSA_HOME."""

import django


def main() -> None:
    """Read them all."""
    django.setup()
    from minassa.desk import run_intakes  # noqa: PLC0415 - the settings must be there first

    run_intakes(None)


if __name__ == "__main__":
    main()
