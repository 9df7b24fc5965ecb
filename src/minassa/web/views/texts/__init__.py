"""A declaration's text on the pages: read, proposed to, chaired, shown in the room, signed, published."""
