"""What people see of a declaration's text."""
