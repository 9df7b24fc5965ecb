"""Programmes in the format of the International Aid Transparency Initiative: what leaves, its XML, and partners' activities."""
