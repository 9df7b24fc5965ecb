"""Delegations: who is invited, whom an agency sends, who is accredited and who has come."""
