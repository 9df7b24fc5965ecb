"""Dates and numbers as each language writes them; where this is silent, Django's own formats hold.

In lists every language shows 2026-11-23, because 03/04 is read two ways across the continent.
"""
