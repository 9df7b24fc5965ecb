"""The directory of expertise: what each agency can offer the others, in which field and in which languages."""
