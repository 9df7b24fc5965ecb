"""Domains, addresses, URLs and addresses of mail: their one spelling, or None for what is none.

Domains are A-labels in lower case (RFC 5891, through UTS 46); addresses as `ipaddress` writes them (RFC 5952); URLs after
the syntax-based normalisation of RFC 3986, 6.2.2 and 6.2.3, without the fragment, which never leaves the browser.
"""

import ipaddress
import re
from functools import cache
from typing import Final
from urllib.parse import SplitResult, urlsplit

import idna
import pycountry

from minassa.cyber.observables.types import Kind, Observable

LONGEST_HOST: Final = 253
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_ASCII_HOST: Final = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_OTHER_TWO_LETTERS: Final = frozenset({"uk", "eu", "su", "ac"})
"""Two-letter ends that are in use and no ISO 3166-1 code (IANA's root zone)."""
_FILE_ENDINGS: Final = frozenset({
    "aspx", "bak", "bat", "bin", "bmp", "cfg", "cfm", "cgi", "class", "conf", "cpp", "css", "csv", "dat", "dll",
    "dmg", "doc", "docm", "docx", "dotm", "elf", "eml", "exe", "gif", "gzip", "hta", "htm", "html", "img", "ini",
    "iso", "jar", "java", "jpeg", "jpg", "json", "jsp", "key", "lnk", "log", "mp3", "mp4", "msg", "msi", "ocx",
    "odt", "one", "ova", "pcap", "pdf", "php", "plist", "png", "ppam", "ppt", "pptm", "pptx", "ps1", "pst", "rar",
    "raw", "rtf", "scr", "sql", "svg", "swf", "sys", "tar", "tgz", "tiff", "tmp", "ttf", "txt", "vbe", "vbs", "vhd",
    "vhdx", "wav", "webp", "wsf", "xlam", "xls", "xlsb", "xlsm", "xlsx", "xml", "yaml", "yml", "yara",
})  # fmt: skip
"""Ends of file names that are no top-level domain: `invoice.pdf` in a report is a file."""
_SCHEMES: Final = {
    "http": 80,
    "https": 443,
    "ftp": 21,
    "ftps": 990,
    "ws": 80,
    "wss": 443,
    "tcp": None,
    "udp": None,
    "ldap": 389,
}
_ESCAPED: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_BYTE: Final = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4: Final = re.compile(rf"(?:{_BYTE}\.){{3}}{_BYTE}")
_MAY_BE_ADDRESS: Final = re.compile(r"[0-9A-Fa-f:.]+(?:/[0-9.]+)?")
"""What `ipaddress` reads is made of these signs. Most of what is asked is a name, and its refusals are slow."""
_LOCAL: Final = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f\ud800-\udfff]{1,64}")
_NO_URL: Final = re.compile(r"[\s\x00-\x1f\x7f\"<>`\ud800-\udfff]")
_MAPPED: Final = ipaddress.ip_network("::ffff:0:0/96")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@cache
def _country_ends() -> frozenset[str]:
    """Every two-letter top-level domain is that of a country or territory (ICANN's rule)."""
    return frozenset(one.alpha_2.lower() for one in pycountry.countries) | _OTHER_TWO_LETTERS


def host_of(written: str) -> str | None:
    """A domain's one spelling; None for what is none."""
    text = written.rstrip(".").lower()
    if not text or len(text) > LONGEST_HOST:
        return None
    if not text.isascii():
        text = _encoded(text)
    if not _ASCII_HOST.fullmatch(text) or len(text) > LONGEST_HOST:
        return None
    return text if _is_an_end(text.rpartition(".")[2]) else None


def _encoded(text: str) -> str:
    try:
        return idna.encode(text, uts46=True).decode("ascii").lower().rstrip(".")
    except (idna.IDNAError, UnicodeError):
        return ""


def _is_an_end(end: str) -> bool:
    if len(end) == 2:
        return end in _country_ends()
    if end.startswith("xn--"):
        return True
    return end.isalpha() and end not in _FILE_ENDINGS


def domain_of(written: str) -> Observable | None:
    """A domain on its own, perhaps with a port behind it."""
    host, colon, port = written.partition(":")
    if colon and not _is_port(port):
        return None
    found = host_of(host)
    return Observable(Kind.DOMAIN, found) if found else None


def address_of(written: str) -> Observable | None:
    """An IPv4 or IPv6 address or network, perhaps with a port, perhaps in brackets. A mapped address is the IPv4 one."""
    if _IPV4.fullmatch(written):
        return Observable(Kind.IPV4, written)
    text, slash, length = written.partition("/")
    if text.startswith("[") and "]" in text:
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text, _colon, port = text.partition(":")
        if not _is_port(port):
            return None
    whole = f"{text}/{length}" if slash else text
    if not _MAY_BE_ADDRESS.fullmatch(whole):
        return None
    try:
        return _of_network(ipaddress.ip_network(whole, strict=False))
    except ValueError:
        return None


def _of_network(network: Network) -> Observable:
    if isinstance(network, ipaddress.IPv6Network) and network.subnet_of(_MAPPED):  # type: ignore[arg-type] # both are of version 6
        low = int(network.network_address) & 0xFFFFFFFF
        network = ipaddress.IPv4Network((low, network.prefixlen - 96))
    kind = Kind.IPV4 if network.version == 4 else Kind.IPV6
    is_one = network.prefixlen == network.max_prefixlen
    return Observable(kind, str(network.network_address if is_one else network))


def mail_of(written: str) -> Observable | None:
    """An address of mail, in lower case: no provider in use tells `A@` from `a@`."""
    text = written.removeprefix("mailto:").partition("?")[0] if written.startswith("mailto:") else written
    local, at, host = text.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or local.startswith(".") or local.endswith("."):
        return None
    found = host_of(host)
    return Observable(Kind.EMAIL, f"{local.lower()}@{found}") if found else None


def url_of(written: str) -> Observable | None:
    """A URL with its scheme, or `host/path` without one (kept as `//host/path`)."""
    scheme, marks, rest = written.partition("://")
    if (marks and scheme.lower() not in _SCHEMES) or _NO_URL.search(written):
        return None
    try:
        parts = urlsplit(f"{scheme.lower()}://{rest}" if marks else f"//{written}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    name = _url_host(host)
    if name is None or (not marks and not parts.path):
        return None
    return Observable(Kind.URL, _put_together(parts, name, port))


def _url_host(host: str) -> str | None:
    address = address_of(f"[{host}]" if ":" in host else host)
    if address is not None and not address.is_network:
        return f"[{address.value}]" if address.kind is Kind.IPV6 else address.value
    return host_of(host)


def _put_together(parts: SplitResult, host: str, port: int | None) -> str:
    login, at, _host = parts.netloc.rpartition("@")
    place = f"{_escapes(login)}{at}{host}"
    if port is not None and port != _SCHEMES.get(parts.scheme):
        place += f":{port}"
    path = _without_dots(_escapes(parts.path)) or "/"
    query = f"?{_escapes(parts.query)}" if parts.query else ""
    return f"{parts.scheme}{':' if parts.scheme else ''}//{place}{path}{query}"


def _escapes(text: str) -> str:
    """Percent-encoding in one way: needless escapes undone, the others in capitals, and what is not ASCII escaped."""
    plain = _ESCAPED.sub(_one_escape, text)
    return plain if plain.isascii() else "".join(one if one.isascii() else _as_escapes(one) for one in plain)


def _one_escape(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if letter in _UNRESERVED else found[0].upper()


def _as_escapes(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "surrogatepass"))


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4."""
    if "/." not in path:
        return path
    kept: list[str] = []
    parts = path.split("/")
    for part in parts[1:]:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    end = "/" if parts[-1] in {".", ".."} and kept else ""
    return "/" + "/".join(kept) + end


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text[:6]) < 65536
