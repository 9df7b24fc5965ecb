"""Names of files: what people may call one, and what an archive may call what is in it. Pure."""

import unicodedata
from typing import Final

from minassa.base import Invalid
from minassa.desk.attachments import faults

LONGEST: Final = 150
LONGEST_BYTES: Final = 240
"""File systems take 255 bytes; a browser may add a number to a name that is taken."""

_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")
_UNSHOWN: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
# What runs, or is read as markup, when it is opened: refused before a harmless last ending too (`letter.exe.pdf`).
_RUNS: Final = frozenset(
    {
        "app", "apk", "bat", "cmd", "com", "cpl", "dll", "docm", "dmg", "exe", "hta", "htm", "html", "iso", "jar", "js",
        "jse", "lnk", "mht", "mhtml", "msi", "msp", "php", "pif", "ps1", "py", "reg", "scr", "sh", "shtml", "svg", "svgz",
        "swf", "url", "vb", "vbe", "vbs", "wsf", "xhtml", "xlsm", "xml", "xsl",
    }
)  # fmt: skip


def checked_name(name: str) -> str:
    """A file's name as it is kept: in NFC, without spaces around it. Raises Invalid for one that could mislead anybody."""
    if len(name) > 4 * LONGEST:
        raise Invalid(faults.NAME, most=LONGEST)
    kept = unicodedata.normalize("NFC", name).strip()
    is_too_long = len(kept) > LONGEST or len(kept.encode("utf-8", "surrogatepass")) > LONGEST_BYTES
    if (
        not kept
        or is_too_long
        or is_misleading(kept)
        or set('/\\:*?"<>|') & set(kept)
        or kept[0] == "."
        or kept[-1] == "."
    ):
        raise Invalid(faults.NAME, most=LONGEST)
    if any(part.strip().lower() in _RUNS for part in kept.split(".")[1:-1]):
        raise Invalid(faults.NAME, most=LONGEST)
    return kept


def is_misleading(name: str) -> bool:
    """Whether a name holds characters that are not seen, or that turn the direction of what is seen (S28)."""
    return any(one in _TURNING or unicodedata.category(one) in _UNSHOWN for one in name)


def is_safe_path(path: str) -> bool:
    """Whether a name inside an archive stays below the folder into which somebody unpacks it."""
    parts = path.rstrip("/").split("/")
    leaves = any(part in {"", ".", ".."} for part in parts)
    return (
        not leaves
        and "\\" not in path
        and ":" not in parts[0]
        and not is_misleading(path)
        and len(path) <= LONGEST_BYTES
    )


def ending(name: str) -> str:
    """What follows the last dot, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""
