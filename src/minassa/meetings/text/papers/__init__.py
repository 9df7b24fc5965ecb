"""The text on paper: Word documents out and in again, PDF, and Akoma Ntoso. Pure: what they say was read through a door."""
