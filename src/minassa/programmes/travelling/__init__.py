"""Programmes on their way between nodes: what leaves, and what becomes of it elsewhere."""
