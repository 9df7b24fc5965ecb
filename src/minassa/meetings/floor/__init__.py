"""What happens in a session: who speaks in which order and for how long, papers, statements, and what was decided."""
