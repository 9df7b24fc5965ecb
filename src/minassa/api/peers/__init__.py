"""What other nodes ask of this one, below `/peer/v1/`: signed requests, signed answers, and no session, token or page."""
