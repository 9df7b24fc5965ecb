"""Where the shared harness and data stand: MINASSA_BENCH and MINASSA_DATA, else ``../shared`` beside the repository."""

import gzip
import importlib
import os
import statistics
import sys
import tempfile
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
BENCH = Path(os.environ.get("MINASSA_BENCH", ROOT.parent / "shared" / "bench"))
DATA = Path(os.environ.get("MINASSA_DATA", ROOT.parent / "shared" / "data"))


def harness() -> ModuleType:
    """The shared ``screen_eval`` module; exits with a sentence where it is not there."""
    if not (BENCH / "screen_eval.py").exists() or not DATA.exists():
        sys.exit(
            f"This benchmark needs screen_eval.py in {BENCH} and the test data in {DATA} (MINASSA_BENCH, MINASSA_DATA)."
        )
    sys.path.insert(0, str(BENCH))
    return importlib.import_module("screen_eval")


def unpacked(path: str) -> str:
    """A data file, unpacked to a temporary file of this user."""
    target = Path(tempfile.gettempdir()) / f"minassa-bench-{os.getuid()}" / Path(path).stem
    target.parent.mkdir(mode=0o700, exist_ok=True)
    target.write_bytes(gzip.decompress((DATA / path).read_bytes()))
    return str(target)


def un_list() -> str:
    return unpacked("sanctions/un_consolidated_2026-02-27.xml.gz")


def ofac_list() -> tuple[str, str]:
    folder = "sanctions/ofac_2021-07"
    return unpacked(f"{folder}/sdn.csv.gz"), unpacked(f"{folder}/alt.csv.gz")


def interval(values: list[float]) -> tuple[float, float]:
    """Mean and half width of the 95% confidence interval (Student's t)."""
    if len(values) < 2:
        return values[0], 0.0
    student = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31, 10: 2.26}
    return statistics.mean(values), student.get(len(values), 2.0) * statistics.stdev(values) / len(values) ** 0.5
