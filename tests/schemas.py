"""Files against the schemas of their publishers: by `xmllint`, which the issue names, where it is on the path."""

import shutil
import subprocess
from pathlib import Path

from lxml import etree


def refused_by(schema: Path, file: bytes, folder: Path) -> str:
    """What a schema says against a file: by `xmllint` where it is on the path, else by the library below it. Empty for nothing."""
    tool = shutil.which("xmllint")
    if tool is None:
        found = etree.XMLSchema(etree.parse(schema))
        return "" if found.validate(etree.fromstring(file)) else str(found.error_log)
    path = folder / "file.xml"
    path.write_bytes(file)
    done = subprocess.run(
        [tool, "--noout", "--nonet", "--schema", str(schema), str(path)], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stderr or f"xmllint ended with {done.returncode}"
