"""Suspected duplicates: found by the clock, judged by a person, never merged."""
