"""Good practices and lessons learned: written, released, corrected and taken back as documents with labels."""
