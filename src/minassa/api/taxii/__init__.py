"""TAXII 2.1 over HTTP (OASIS Standard, 10 June 2021): its own media type, its own shape of errors, tokens only.

It stands beside the JSON API, not in it: what ninja would bend there is plain here. `endpoint` holds what every address
shares, `views` translates to the services of `minassa.exchange` and back.
"""
