"""Editions of the high-level meeting: what is known of them, their days and sessions, the agenda and its versions, calendars."""
