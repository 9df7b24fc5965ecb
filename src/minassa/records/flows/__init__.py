"""Calls, payments and journeys: tables of them come in as links between lines, accounts, people and places."""
