"""Duty contacts: whom to call in an agency at any hour, kept current by that agency."""
