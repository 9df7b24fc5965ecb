"""Requests for information: one agency asks another, with a clock, and both sides see where it stands."""
