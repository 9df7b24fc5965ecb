"""Pages of subjects under watch."""
