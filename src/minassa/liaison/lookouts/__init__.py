"""Lookouts: "tell me if you meet this person, vehicle or document", accepted by each agency, expiring, and met by checks."""
