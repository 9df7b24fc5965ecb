"""From MISP's types to patterns. A table of what has a counterpart in STIX; whatever is not in it is counted and told. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from minassa.cyber.misp.types import Why
from minassa.cyber.observables import Kind, observable_of
from minassa.stix import PatternError, parse_pattern

Made: TypeAlias = tuple[str, str] | Why
"""A pattern's language and text, or why there is none."""
_Maker: TypeAlias = Callable[[str], Made]
_ADDRESSES: Final = {Kind.IPV4: "ipv4-addr", Kind.IPV6: "ipv6-addr"}
_PORT: Final = re.compile(r"[0-9]{1,5}")
_LAST_PORT: Final = 65_535
_LONGEST: Final = 4_096
_AS: Final = re.compile(r"(?:AS)?([0-9]{1,10})", re.IGNORECASE)


def pattern_of(type_: str, value: str) -> Made:
    """The pattern of an attribute of this type; Why.TYPE where we have none for it, Why.VALUE where the value does not fit."""
    maker = _MAKERS.get(type_)
    if maker is None:
        return Why.TYPE
    if not value.strip() or "\0" in value:
        return Why.VALUE
    return maker(value.strip())


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _stix(*comparisons: tuple[str, str]) -> Made:
    return "stix", "[" + " AND ".join(f"{path} = {right}" for path, right in comparisons) + "]"


def _text(path: str) -> _Maker:
    """Any text that is not endless."""
    return lambda value: _stix((path, _quoted(value))) if len(value) <= _LONGEST else Why.VALUE


def _of_kind(path: str, *kinds: Kind) -> _Maker:
    """A value of these kinds of observables, in the author's own spelling."""

    def make(value: str) -> Made:
        found = observable_of(value)
        return _stix((path, _quoted(value))) if found is not None and found.kind in kinds else Why.VALUE

    return make


def _address(value: str) -> Made:
    found = observable_of(value)
    if found is None or found.kind not in _ADDRESSES:
        return Why.VALUE
    return _stix((f"{_ADDRESSES[found.kind]}:value", _quoted(value)))


def _hash(name: str, of: str = "file", kind: Kind | None = None) -> _Maker:
    """A hash; its length is looked at where it is one of those that are compared."""
    path = f"{of}:hashes.'{name}'"
    return _of_kind(path, kind) if kind else _text(path)


def _named_hash(name: str, kind: Kind | None = None) -> _Maker:
    """`name|hash`: the hash alone says that it is this file, whatever it is called."""
    own = _hash(name, kind=kind)
    return lambda value: own(value.rpartition("|")[2]) if "|" in value else Why.VALUE


def _with_port(end: str) -> _Maker:
    """`host|port`: both together, since the host alone would say more than the author did."""

    def make(value: str) -> Made:
        host, _bar, port = (
            value.replace(":", "|", 1).rpartition("|") if value.count(":") == 1 else value.rpartition("|")
        )
        found = observable_of(host)
        if found is None or found.kind not in {*_ADDRESSES, Kind.DOMAIN}:
            return Why.VALUE
        if not _PORT.fullmatch(port) or int(port) > _LAST_PORT:
            return Why.VALUE
        return _stix((f"network-traffic:{end}_ref.value", _quoted(host)), (f"network-traffic:{end}_port", port))

    return make


def _domain_and_address(value: str) -> Made:
    domain, _bar, address = value.partition("|")
    one, other = observable_of(domain), observable_of(address)
    if one is None or one.kind is not Kind.DOMAIN or other is None or other.kind not in _ADDRESSES:
        return Why.VALUE
    resolved = "domain-name:resolves_to_refs[*].value"
    return _stix(("domain-name:value", _quoted(domain)), (resolved, _quoted(address)))


def _key_and_data(value: str) -> Made:
    key, bar, data = value.partition("|")
    if not bar or not key or not data or len(value) > _LONGEST:
        return Why.VALUE
    paths = ("windows-registry-key:key", "windows-registry-key:values[*].data")
    return _stix((paths[0], _quoted(key)), (paths[1], _quoted(data)))


def _account(service: str) -> _Maker:
    """A name at a service; whether it is one that we compare is seen when the pattern is read."""
    login = ("user-account:account_type", _quoted(service))
    return lambda value: (
        _stix(login, ("user-account:account_login", _quoted(value.removeprefix("@"))))
        if len(value) <= 250
        else Why.VALUE
    )


def _system(value: str) -> Made:
    found = _AS.fullmatch(value)
    return _stix(("autonomous-system:number", found[1])) if found else Why.VALUE


def _other(value: str) -> Made:
    """MISP has no type for many wallets and accounts: only what is one without doubt is taken from "other"."""
    found = observable_of(value)
    if found is not None and found.kind is Kind.WALLET:
        return _stix(("cryptocurrency-wallet:value", _quoted(value)))
    if found is not None and found.kind is Kind.ACCOUNT and found.system:
        return _account(found.system)(found.value)
    return Why.TYPE


def _rule(language: str) -> _Maker:
    return lambda value: (language, value)


def _stix_pattern(value: str) -> Made:
    try:
        parse_pattern(value)
    except PatternError:
        return Why.VALUE
    return "stix", value


_COMPARED: Final = {
    "md5": ("MD5", Kind.MD5),
    "sha1": ("SHA-1", Kind.SHA1),
    "sha256": ("SHA-256", Kind.SHA256),
    "sha512": ("SHA-512", Kind.SHA512),
}
_OTHER_HASHES: Final = {"sha3-256": "SHA3-256", "sha3-512": "SHA3-512", "ssdeep": "SSDEEP", "tlsh": "TLSH"}
"""STIX 2.1, 10.6: names of the open vocabulary of hash algorithms."""
_MAKERS: Final[Mapping[str, _Maker]] = {
    "domain": _of_kind("domain-name:value", Kind.DOMAIN),
    "hostname": _of_kind("domain-name:value", Kind.DOMAIN),
    "onion-address": _of_kind("domain-name:value", Kind.DOMAIN),
    "domain|ip": _domain_and_address,
    "url": _of_kind("url:value", Kind.URL),
    "uri": _of_kind("url:value", Kind.URL),
    "link": _of_kind("url:value", Kind.URL),
    "ip-src": _address,
    "ip-dst": _address,
    "ip-src|port": _with_port("src"),
    "ip-dst|port": _with_port("dst"),
    "hostname|port": _with_port("dst"),
    "AS": _system,
    "mac-address": _text("mac-addr:value"),
    "email": _of_kind("email-addr:value", Kind.EMAIL),
    "email-src": _of_kind("email-message:from_ref.value", Kind.EMAIL),
    "email-dst": _of_kind("email-message:to_refs[*].value", Kind.EMAIL),
    "target-email": _of_kind("email-message:to_refs[*].value", Kind.EMAIL),
    "email-subject": _text("email-message:subject"),
    "email-attachment": _text("email-message:body_multipart[*].body_raw_ref.name"),
    **{type_: _hash(name, kind=kind) for type_, (name, kind) in _COMPARED.items()},
    **{f"filename|{type_}": _named_hash(name, kind) for type_, (name, kind) in _COMPARED.items()},
    **{type_: _hash(name) for type_, name in _OTHER_HASHES.items()},
    **{f"filename|{type_}": _named_hash(name) for type_, name in _OTHER_HASHES.items()},
    "malware-sample": _named_hash("MD5", Kind.MD5),
    **{f"x509-fingerprint-{one}": _hash(name, "x509-certificate", kind) for one, (name, kind) in _COMPARED.items()},
    "filename": _text("file:name"),
    "mutex": _text("mutex:name"),
    "named pipe": _text("file:name"),
    "regkey": _text("windows-registry-key:key"),
    "regkey|value": _key_and_data,
    "user-agent": _text("network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'"),
    "btc": _of_kind("cryptocurrency-wallet:value", Kind.WALLET),
    "dash": _text("cryptocurrency-wallet:value"),
    "xmr": _text("cryptocurrency-wallet:value"),
    "twitter-id": _account("twitter"),
    "github-username": _account("github"),
    "jabber-id": _account("jabber"),
    "other": _other,
    "yara": _rule("yara"),
    "sigma": _rule("sigma"),
    "snort": _rule("snort"),
    "suricata": _rule("suricata"),
    "stix2-pattern": _stix_pattern,
}
