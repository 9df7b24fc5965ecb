"""Where a node's shapes lie: those that it was given, else those that come with Minassa."""

import gzip
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import orjson

from minassa.threats.shapes.disputes import settle
from minassa.threats.shapes.reading import read_shapes
from minassa.threats.shapes.types import LEVELS, Level, Shape, Shapes, ShapesError

FOLDER: Final = "shapes"
LARGEST: Final = 64 * 1024 * 1024
_BROUGHT: Final = Path(__file__).parent / "brought"
_COME_ALONG: Final[dict[Level, str]] = {"country": "countries-50m.json", "area": "areas-10m.json"}
_FILES: Final[dict[Level, str]] = {"country": "countries.json", "area": "areas.json"}


def load_shapes(home: Path, drawn: Mapping[str, str]) -> Shapes:
    """The shapes of the node in this folder, disputed areas drawn as told (`disputes.settle`). Kept in memory until a file changes."""
    stamps = tuple(_stamp(home / FOLDER / _FILES[level]) for level in LEVELS)
    return _loaded(home, stamps, tuple(sorted(drawn.items())))


def keep_shapes(home: Path, level: Level, data: bytes) -> int:
    """Check a file of shapes (TopoJSON or GeoJSON, may be compressed by gzip) and keep it for the node's maps; how many it has."""
    found = read_shapes(unpacked(data), level)
    folder = home / FOLDER
    folder.mkdir(exist_ok=True)
    part = folder / f"{_FILES[level]}.part"
    part.write_bytes(_written(found))
    part.replace(folder / _FILES[level])
    return len(found)


def forget_shapes(home: Path) -> None:
    """Go back to the shapes that come with Minassa."""
    for name in _FILES.values():
        (home / FOLDER / name).unlink(missing_ok=True)


def unpacked(data: bytes) -> bytes:
    """What a file holds, never more than the bound."""
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(data)) as packed:
                data = packed.read(LARGEST + 1)
        except (OSError, EOFError) as error:
            raise ShapesError("it is compressed and cannot be unpacked") from error
    if len(data) > LARGEST:
        raise ShapesError(f"it is larger than {LARGEST // 1024 // 1024} MB: simplify it first")
    return data


def _stamp(path: Path) -> tuple[int, int]:
    try:
        known = path.stat()
    except FileNotFoundError:
        return 0, 0
    return known.st_mtime_ns, known.st_size


@lru_cache(maxsize=4)
def _loaded(home: Path, stamps: tuple[tuple[int, int], ...], drawn: tuple[tuple[str, str], ...]) -> Shapes:
    del stamps  # they tell one version of the files from another
    return settle(Shapes(_read(home, "country"), _read(home, "area")), dict(drawn))


def _read(home: Path, level: Level) -> tuple[Shape, ...]:
    kept = home / FOLDER / _FILES[level]
    return read_shapes((kept if kept.is_file() else _BROUGHT / _COME_ALONG[level]).read_bytes(), level)


def _names(shape: Shape) -> dict[str, str]:
    return {f"name_{language}": name for language, name in shape.names}


def _written(shapes: tuple[Shape, ...]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"name": one.name, "country": one.country, "code": one.code, **_names(one)},
            "geometry": {"type": "MultiPolygon", "coordinates": one.polygons},
        }
        for one in shapes
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})
