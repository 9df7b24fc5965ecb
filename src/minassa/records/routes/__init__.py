"""Smuggling routes: legs between places, how sure each is, and what was seized on them."""
