"""The JSON API: the same services as the pages, for programs with a token and for our own pages' scripts.

Its addresses are in `minassa.api.urls`; everything that goes wrong is told as an RFC 9457 problem.
"""
