"""Outgoing connections: the only place that opens them (security checklist S34).

A host is reached only when the settings or the caller allow it. Its name is resolved once, every address is checked, and
the connection goes to the checked address, so that a second answer of the name server cannot lead elsewhere (DNS
rebinding). Private, loopback, link-local and metadata addresses are refused unless `[fetch] private` names this very
host and port. Redirects are followed by hand and checked like the first address. Size and time are limited.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

import httpcore
import httpx
from django.utils.translation import gettext_lazy as _

from minassa.base.errors import Invalid, PeerFault, Refused, fault_code
from minassa.base.settings import Fetch

MOST_REDIRECTS: Final = 5
CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 30.0
_LAST_PORT: Final = 65_535
_CHUNK: Final = 64 * 1024
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_AGENT: Final = "minassa"

ADDRESS_INVALID: Final = fault_code(
    "fetch.address-invalid",
    _("“%(host)s” is not an address that can be fetched."),
    _("Use https:// and a host name."),
)
HOST_REFUSED: Final = fault_code(
    "fetch.host-refused",
    _("The node does not connect to “%(host)s”."),
    _("If it should, add the host to [fetch] allow in node.toml."),
)
PRIVATE_REFUSED: Final = fault_code(
    "fetch.private-refused",
    _("“%(host)s” is an address inside a private network, and the node does not connect there."),
    _("If it should, add exactly this host and port to [fetch] private in node.toml."),
)
UNREACHABLE: Final = fault_code(
    "fetch.unreachable",
    _("“%(host)s” could not be reached."),
    _("Check the node's connection and try again later; nothing was changed."),
)
ANSWER_REFUSED: Final = fault_code(
    "fetch.answer-refused",
    _("“%(host)s” answered with status %(status)s."),
    _("Try again later; nothing was changed."),
)
TOO_LARGE: Final = fault_code(
    "fetch.too-large",
    _("“%(host)s” sends more than %(megabytes)s MB."),
    _("If that is right, raise [fetch] megabytes in node.toml."),
)
TOO_SLOW: Final = fault_code(
    "fetch.too-slow",
    _("“%(host)s” did not finish within %(seconds)s seconds."),
    _("Try again later, or raise [fetch] seconds in node.toml; nothing was changed."),
)
REDIRECTED_TOO_OFTEN: Final = fault_code(
    "fetch.redirected-too-often",
    _("“%(host)s” leads from one address to the next without an end."),
    _("Try again later; nothing was changed."),
)


@dataclass(frozen=True, slots=True)
class Received:
    """What came back. `changed` is false for 304 Not Modified; then nothing was written."""

    changed: bool
    url: str
    size: int
    digest: str
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the server said last time, so that it sends the file only when it has changed (RFC 9110, section 13)."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """The request's conditional headers."""
        stated = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in stated.items() if value}


def fetch(
    url: str,
    into: Path,
    *,
    limits: Fetch,
    hosts: Iterable[str] = (),
    conditions: Conditions = Conditions(),
) -> Received:
    """Fetch one file with GET into a path that does not exist yet; on any fault the path stays absent.

    `hosts` are allowed beside those of the settings (a list source's own). Raises Refused for hosts and addresses that
    are not allowed, Invalid for what is no https address, PeerFault for everything the other side does wrong.
    """
    deadline = time.monotonic() + limits.seconds
    allowed = frozenset(hosts)
    with _client(limits, deadline) as client:
        for _hop in range(MOST_REDIRECTS + 1):
            target = _checked(url, limits, allowed)
            with _answer(client, target, conditions) as answer:
                if answer.status_code in _REDIRECTS:
                    url = str(target.join(answer.headers.get("location", "")))
                    continue
                return _received(answer, into, limits, deadline)
    raise PeerFault(REDIRECTED_TOO_OFTEN, host=httpx.URL(url).host)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered to `send`: any status, the header fields (names in lower case), and the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def send(  # noqa: PLR0913 - a request's parts, each named by the caller
    method: str,
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    limits: Fetch,
    hosts: Iterable[str] = (),
) -> Answer:
    """Send one request with a small body and read the small answer, whatever its status; redirects are not followed.

    For requests that are signed for exactly one address. The checks are those of `fetch`, and so are the faults.
    """
    deadline = time.monotonic() + limits.seconds
    target = _checked(url, limits, frozenset(hosts))
    sent = {"User-Agent": _AGENT, "Accept-Encoding": "identity", **headers}
    with (
        _client(limits, deadline) as client,
        _told(target.host),
        client.stream(method, target, content=body, headers=sent) as answer,
    ):
        return Answer(answer.status_code, dict(answer.headers), _whole(answer, limits, deadline))


def _whole(answer: httpx.Response, limits: Fetch, deadline: float) -> bytes:
    return b"".join(_chunks(answer, limits, deadline))


def _chunks(answer: httpx.Response, limits: Fetch, deadline: float) -> Iterator[bytes]:
    """The body as it comes, within the limits of size (after decompression) and time."""
    size, most = 0, limits.megabytes * 1024**2
    for chunk in answer.iter_bytes(_CHUNK):
        size += len(chunk)
        if size > most:
            raise PeerFault(TOO_LARGE, host=answer.url.host, megabytes=limits.megabytes)
        if time.monotonic() > deadline:
            raise PeerFault(TOO_SLOW, host=answer.url.host, seconds=limits.seconds)
        yield chunk


def refuse_address(url: str, *, limits: Fetch, hosts: Iterable[str] = ()) -> None:
    """Raise what `fetch` and `send` would for an address that the settings do not allow, without connecting to it."""
    _checked(url, limits, frozenset(hosts))


def _checked(url: str, limits: Fetch, allowed: frozenset[str]) -> httpx.URL:
    """The address, once its scheme and host are allowed. Plain http is for private hosts named in the settings only."""
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, TypeError, ValueError):
        raise Invalid(ADDRESS_INVALID, host=url[:100]) from None
    is_private = _place(target) in limits.private
    schemes = {"https", "http"} if is_private else {"https"}
    if not target.host or target.userinfo or target.scheme not in schemes or (target.port or 443) > _LAST_PORT:
        raise Invalid(ADDRESS_INVALID, host=target.host or url[:100])
    # A host that is allowed without a port is allowed at the port of https.
    stated = _place(target).removesuffix(":443")
    if not is_private and not {stated, _place(target)} & {*allowed, *limits.allow}:
        raise Refused(HOST_REFUSED, host=target.host)
    return target


def _place(target: httpx.URL) -> str:
    port = target.port or {"https": 443, "http": 80}.get(target.scheme, 0)
    return f"{target.host}:{port}"


@contextmanager
def _answer(client: httpx.Client, target: httpx.URL, conditions: Conditions) -> Iterator[httpx.Response]:
    headers = {"User-Agent": _AGENT, "Accept-Encoding": "gzip, identity", **conditions.headers()}
    with _told(target.host), client.stream("GET", target, headers=headers) as answer:
        yield answer


@contextmanager
def _told(host: str) -> Iterator[None]:
    """Httpx's errors, told as ours."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise PeerFault(TOO_SLOW, host=host, seconds=round(READ_SECONDS)) from error
    except httpx.HTTPError as error:
        raise PeerFault(UNREACHABLE, host=host) from error


def _received(answer: httpx.Response, into: Path, limits: Fetch, deadline: float) -> Received:
    host, headers = answer.url.host, answer.headers
    marks = {"etag": headers.get("etag", "")[:300], "last_modified": headers.get("last-modified", "")[:60]}
    if answer.status_code == httpx.codes.NOT_MODIFIED:
        return Received(changed=False, url=str(answer.url), size=0, digest="", **marks)
    if answer.status_code != httpx.codes.OK:
        raise PeerFault(ANSWER_REFUSED, host=host, status=answer.status_code)
    part = into.with_name(into.name + ".part")
    try:
        size, digest = _written(answer, part, limits, deadline)
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)
    return Received(changed=True, url=str(answer.url), size=size, digest=digest, **marks)


def _written(answer: httpx.Response, part: Path, limits: Fetch, deadline: float) -> tuple[int, str]:
    size, whole = 0, sha256()
    with part.open("xb") as out:
        for chunk in _chunks(answer, limits, deadline):
            size += len(chunk)
            whole.update(chunk)
            out.write(chunk)
    return size, whole.hexdigest()


@contextmanager
def _client(limits: Fetch, deadline: float) -> Iterator[httpx.Client]:
    """A client without proxies, cookies or redirects of its own, whose connections go to checked addresses."""
    left = max(1.0, deadline - time.monotonic())
    timeout = httpx.Timeout(min(READ_SECONDS, left), connect=min(CONNECT_SECONDS, left))
    transport = PinnedTransport(limits.private, deadline)
    with httpx.Client(transport=transport, timeout=timeout, follow_redirects=False, trust_env=False) as client:
        yield client


class PinnedTransport(httpx.BaseTransport):
    """HTTP over connections that go to an address which was checked; certificates are verified for the host's name."""

    def __init__(self, private: Iterable[str], deadline: float) -> None:
        """`private` names, as `host:port`, the only private places that may be reached.

        `deadline` is on the monotonic clock; no connection reads or writes past it.
        """
        backend = _PinningBackend(frozenset(private), deadline)
        context = ssl.create_default_context()
        self._pool = httpcore.ConnectionPool(ssl_context=context, max_connections=4, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; httpcore's errors come out as httpx's."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        sent = httpcore.Request(
            method=request.method,
            url=url,
            headers=request.headers.raw,
            content=cast("httpx.SyncByteStream", request.stream),
            extensions=request.extensions,
        )
        with _told_as_httpx():
            answer = self._pool.handle_request(sent)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer as it arrives."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _told_as_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _told_as_httpx() -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise httpx.ReadTimeout(str(error)) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise httpx.NetworkError(str(error)) from error


class _TimedStream(httpcore.NetworkStream):
    """A connection that keeps to the deadline even where the other side sends one byte at a time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this fetch is over")
        return left if timeout is None else min(timeout, left)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _TimedStream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's signature
        return self._stream.get_extra_info(info)


class _PinningBackend(httpcore.SyncBackend):
    """Resolves a name, checks every address, and connects to the first of them."""

    def __init__(self, private: frozenset[str], deadline: float) -> None:
        self._private = private
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the checked address of a host."""
        address = checked_address(host, port, self._private)
        stream = super().connect_tcp(address, port, timeout, local_address, socket_options)
        return _TimedStream(stream, self._deadline)


def checked_address(host: str, port: int, private: frozenset[str]) -> str:
    """The address to connect to. If any address of the host is not public, Refused, unless host and port are named."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PeerFault(UNREACHABLE, host=host) from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses:
        raise PeerFault(UNREACHABLE, host=host)
    if f"{host}:{port}" not in private and not all(map(is_public, addresses)):
        raise Refused(PRIVATE_REFUSED, host=host)
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is on the public internet; IPv4 inside IPv6 (mapped, 6to4, Teredo, NAT64) is looked into."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(parsed) if isinstance(parsed, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    is_local = isinstance(parsed, ipaddress.IPv6Address) and parsed.is_site_local
    return parsed.is_global and not (parsed.is_multicast or parsed.is_reserved or is_local)


_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
