"""Alerts: an urgent warning to chosen agencies, acknowledged by each, updated, and stood down."""
