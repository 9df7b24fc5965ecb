"""Every exception to a rule (`noqa`, `type: ignore`, `pragma: no cover`) names the rule and bears its reason."""

import re
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
MARK: Final = re.compile(r"#\s*(?P<mark>noqa|type:\s*ignore|pragma:\s*no cover)(?P<rest>[^#]*)(?P<after>#.*)?$")
CODE: Final = re.compile(r"^(?::\s*|\[)[A-Za-z]+[A-Za-z0-9-]*(?:,\s*[A-Za-z0-9-]+)*\]?")
SHORTEST_REASON: Final = 8


def faults(text: str) -> list[str]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        mark = MARK.search(line)
        if mark is None or "re.compile" in line or '"# ' in line:
            continue
        rest = mark["rest"].strip()
        reason = CODE.sub("", rest).strip(" -") or (mark["after"] or "").strip("# ")
        names_the_rule = mark["mark"] == "pragma: no cover" or CODE.match(rest)
        if len(reason) < SHORTEST_REASON or not names_the_rule:
            found.append(f"{number}: {line.strip()}")
    return found


def test_an_exception_without_a_reason_is_found() -> None:
    bare = ["x = 1  # no" + "qa: E501", "y = 2  # no" + "qa - it is long enough", "z = f()  # type: " + "ignore[misc]"]
    assert len(faults("\n".join(bare))) == len(bare)


def test_every_exception_in_the_project_has_its_reason() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    found = [
        f"{name}:{fault}" for name in listed if (ROOT / name).is_file() for fault in faults((ROOT / name).read_text())
    ]
    assert found == []
