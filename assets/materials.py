"""The bill of materials: every package that a node is made of, with its licence and its hashes, as CycloneDX 1.6 JSON.

Read from the lock files, so that it names what is installed and nothing else; licences are what the installed packages state of
themselves. The same locks give the same bytes. Run `make sbom`, or `python assets/materials.py FILE`.
"""

import base64
import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

ROOT: Final = Path(__file__).resolve().parent.parent
PYTHON_LOCKS: Final = ("run", "build")
STATED: Final = {
    "brotlicffi": "MIT",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "pyrage": "MIT",
    "qrcode": "BSD-3-Clause",
}
"""Licences read in a package's own files where its metadata say nothing or less, and of a package for another interpreter."""
_PIN: Final = re.compile(r"(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>[^\\\n]+))?")


def materials() -> dict[str, Any]:
    """The whole bill as JSON."""
    found = sorted((*_python(), *_npm(), *_areas()), key=lambda one: str(one["bom-ref"]))
    own = _own()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps([own, found], sort_keys=True))}",
        "version": 1,
        "metadata": {"component": own},
        "components": found,
    }


def licence_of(name: str) -> dict[str, Any] | None:
    """The licence of an installed package as CycloneDX writes it: an SPDX expression or its own words; None where it states none."""
    if name in STATED:
        return {"expression": STATED[name]}
    try:
        stated: dict[str, Any] = dict(metadata(name).json)
    except PackageNotFoundError:
        return None
    if stated.get("license_expression"):
        return {"expression": stated["license_expression"]}
    classed = [one.rpartition(" :: ")[2] for one in stated.get("classifier", ()) if one.startswith("License ::")]
    words = " / ".join(classed) or str(stated.get("license", "")).strip().partition("\n")[0]
    return {"license": {"name": words}} if words else None


def _python() -> Iterator[dict[str, Any]]:
    """The packages of the locks that are installed on a node, each once."""
    blocks: dict[str, str] = {}
    for lock in PYTHON_LOCKS:
        text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8").strip()
        for block in re.split(r"\n(?=\S)", text):
            blocks.setdefault(block.partition(" ")[0], block)
    for block in blocks.values():
        pin = _PIN.match(block)
        if pin is None:
            raise ValueError(block)
        name, version, marker = pin["name"], pin["version"], pin["marker"]
        properties = [
            {"name": "minassa:file-sha256", "value": one} for one in re.findall(r"sha256:([0-9a-f]{64})", block)
        ]
        properties += [{"name": "minassa:marker", "value": marker.strip()}] if marker else []
        yield _component(f"pkg:pypi/{name}@{version}", name, version, licence_of(name)) | {"properties": properties}


def _npm() -> Iterator[dict[str, Any]]:
    """The packages whose files the pages serve, each with the hash of its archive."""
    lock = json.loads((ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8"))
    for place, one in lock["packages"].items():
        if place and not one.get("dev"):
            name = one.get("name") or place.removeprefix("node_modules/")
            digest = base64.b64decode(one["integrity"].removeprefix("sha512-")).hex()
            purl = f"pkg:npm/{name.replace('@', '%40')}@{one['version']}"
            made = _component(purl, name, one["version"], {"expression": one["license"]})
            yield made | {"hashes": [{"alg": "SHA-512", "content": digest}]}


def _areas() -> Iterator[dict[str, Any]]:
    """The package out of which the shapes of first-level areas are made; of it no more is installed than that."""
    plan = json.loads((ROOT / "assets" / "package.json").read_text(encoding="utf-8"))["minassa"]["areas"]
    digest = base64.b64decode(plan["integrity"].removeprefix("sha512-")).hex()
    purl = f"pkg:npm/{plan['package']}@{plan['version']}"
    made = _component(purl, plan["package"], plan["version"], {"expression": "ISC"})
    yield made | {"hashes": [{"alg": "SHA-512", "content": digest}]}


def _component(purl: str, name: str, version: str, licence: dict[str, Any] | None) -> dict[str, Any]:
    plain = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    return plain | ({"licenses": [licence]} if licence else {})


def _own() -> dict[str, Any]:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "([^"]+)"', project, re.MULTILINE)
    if version is None:
        raise ValueError("pyproject.toml names no version")
    return _component(f"pkg:generic/minassa@{version[1]}", "minassa", version[1], {"expression": "Apache-2.0"}) | {
        "type": "application"
    }


def main() -> int:
    """Write the bill to the file that is named, or to the standard output."""
    text = json.dumps(materials(), indent=2, sort_keys=True) + "\n"
    if len(sys.argv) > 1:
        target = Path(sys.argv[1])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
