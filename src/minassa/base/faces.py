"""A room's public face: names that are loaded from its modules when they are first asked for.

Django imports a room's package before its models may be; what needs them must wait until somebody wants it.
"""

from collections.abc import Callable, Mapping
from importlib import import_module


def loaded_later(package: str, places: Mapping[str, str]) -> Callable[[str], object]:
    """A module's `__getattr__` (PEP 562) that finds each name in the module of the package that `places` gives for it.

    The names' types stand under TYPE_CHECKING in the face itself; an unknown name raises AttributeError.
    """

    def find(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{places[name]}"), name)

    return find
