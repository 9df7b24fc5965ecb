"""The picture that a reader's own incidents give: trends, where it continues and may spread, what may come, what to be warned of.

All of it is computed from the rows that the reader may see, behind the door; nothing is derived from other rows.
"""
