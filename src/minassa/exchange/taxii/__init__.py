"""Collections and what they hold, as the TAXII 2.1 standard has them (OASIS, 10 June 2021)."""
