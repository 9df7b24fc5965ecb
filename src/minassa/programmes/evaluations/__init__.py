"""Evaluations: counted by the room, written by people, answered by the programme's agency, followed up."""
