"""Scraping: who empties the node by reading, found in what the audit log holds anyway (S37)."""
