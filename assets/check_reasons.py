"""Refuse an exception to a rule without a reason: `noqa`, `type: ignore`, `pragma: no cover` and inline imports."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

MARK: Final = re.compile(r"#\s*(?P<mark>noqa|type:\s*ignore|pragma:\s*no cover)(?P<rest>[^#]*)(?P<after>#.*)?$")
CODE: Final = re.compile(r"^(?::\s*|\[)[A-Za-z]+[A-Za-z0-9-]*(?:,\s*[A-Za-z0-9-]+)*\]?")


def faults(path: Path) -> list[str]:
    """The lines of a file that make an exception without code and reason."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        mark = MARK.search(line)
        if mark is None or "re.compile" in line:
            continue
        rest = mark["rest"].strip()
        reason = CODE.sub("", rest).strip(" -") or (mark["after"] or "").strip("# ")
        needs_code = mark["mark"] != "pragma: no cover"
        if len(reason) < 8 or (needs_code and not CODE.match(rest)):
            found.append(f"{path}:{number}: name the rule and the reason: {line.strip()}")
    return found


def main() -> int:
    """Check every Python file that git tracks."""
    listed = subprocess.run(["git", "ls-files", "*.py"], capture_output=True, text=True, check=True).stdout.split()
    found = [fault for name in listed if Path(name).is_file() for fault in faults(Path(name))]
    print("\n".join(found) or "every exception to a rule has its reason")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
