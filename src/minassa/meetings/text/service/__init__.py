"""What people and the clock do with a declaration's text."""
