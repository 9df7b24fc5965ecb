"""Backups: written while the node runs, locked with age, read back at once; and restored whole or not at all."""
