"""Minassa: the platform with which Africa's counter-terrorism and security agencies coordinate."""

__version__ = "0.1.0"
