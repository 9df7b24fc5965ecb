"""Armed groups: what their incidents come to, and by which names reports mean them."""
