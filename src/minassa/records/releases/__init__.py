"""Records on their way to and from other agencies: what leaves, to whom, its corrections and withdrawals, what arrives."""
