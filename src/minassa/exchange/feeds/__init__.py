"""Feeds: what the node fetches from other TAXII 2.1 servers and from STIX files, and what became of it."""
