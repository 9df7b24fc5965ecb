"""Whole files: a table of names in, a table of hits out; a million rows in constant memory, begun again where it stopped."""
