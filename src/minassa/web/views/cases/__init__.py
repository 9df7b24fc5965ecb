"""Pages of cases: the list and its figures, one case, opening one, working on it."""
