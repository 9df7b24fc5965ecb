"""Who owns a company, alone or together, and through whom."""
