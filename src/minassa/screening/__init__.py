"""The room `screening`."""
