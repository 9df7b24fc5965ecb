"""EXERCISE data: a node filled with invented agencies, people, records and a list, for demonstrations and training.

`fill()` makes what is missing and changes nothing that is there. It runs only on a node whose settings say that it is an
EXERCISE node: there no second factor is asked, every page says so, and every record carries the mark.
"""

from minassa.node.exercise.filling import fill
from minassa.node.exercise.people import Cast, Login, cast_of, logins

__all__ = ["Cast", "Login", "cast_of", "fill", "logins"]
