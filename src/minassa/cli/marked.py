"""Handling marks in the words of a command. Import it after Django's start."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings

from minassa.access import Actor, Handling, Label, Tlp, list_agencies, list_communities
from minassa.cli.start import stop


def label_of(actor: Actor, *, tlp: str, handling: Iterable[str], audience: Iterable[str]) -> Label:
    """The label of the actor's agency in these words; ends the command with a sentence where there is no such mark.

    An audience is an agency's or a community's name or id, or `user:` with a person's id. TLP:RED without one is for the
    actor alone.
    """
    try:
        level, codes = Tlp(tlp.lower().replace("+", "_")), frozenset(map(Handling, handling))
    except ValueError:
        stop("There is no such mark. Use red, amber_strict, amber, green or clear, and H0 to H3.")
    if actor.agency is None:
        stop("Only a person of an agency can do this.")
    named = frozenset(_token(actor, one) for one in audience)
    if level is Tlp.RED and not named:
        named = frozenset({f"user:{actor.user_id}"})
    return Label(actor.agency, level, named, codes or frozenset({Handling.H0}), exercise=settings.MINASSA.node.exercise)


def _token(actor: Actor, word: str) -> str:
    kind, _colon, rest = word.partition(":")
    if kind == "user" and _is_id(rest):
        return word
    wanted = word.strip().casefold()
    found = [f"agency:{one.id}" for one in list_agencies(actor) if wanted in {one.name.casefold(), str(one.id)}]
    found += [f"community:{one.id}" for one in list_communities(actor) if wanted in {one.name.casefold(), str(one.id)}]
    if len(found) != 1:
        stop(f"There is no single agency or community “{word}”. Write its name as it is, or its id.")
    return found[0]


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
