"""What Minassa is, and is not."""

from django.http import HttpResponse
from django.shortcuts import render

from minassa.web.policy import PUBLIC, Ask, page


@page(PUBLIC)
def about(request: Ask) -> HttpResponse:
    """The page that says what this is for, for whom, and what it will never do."""
    return render(request, "web/about.html")
