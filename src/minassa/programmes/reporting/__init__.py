"""Reporting: periods open and close, what is known is written, submitted, judged, and only then counts."""
