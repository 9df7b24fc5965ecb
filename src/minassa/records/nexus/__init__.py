"""Who is linked to whom: the graph of records, explored under the access decision."""
