"""What is read out of text, and in which spelling: by examples of published reports, and by properties."""

import ipaddress
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minassa.base.wallets import checksummed, keccak_256
from minassa.cyber.observables import (
    Kind,
    Observable,
    asked_keys,
    defanged,
    held_keys,
    networks_around,
    observable_of,
    recognise,
    refang,
)

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A machine that is busy with other things makes no test fail."""

_BITCOIN = (
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "3P14159f73E4gFr7JterCCQh9QjiTjiZrG",
    "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
    "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
)
# EIP-55's own examples.
_ETHEREUM = (
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0xde709f2102306220921060314715629080e2fb77",
)

SPELLINGS = [
    ("Evil.Example.COM.", Kind.DOMAIN, "evil.example.com"),
    ("evil[.]example[dot]com", Kind.DOMAIN, "evil.example.com"),
    ("evil (dot) example (DOT) com", Kind.DOMAIN, None),
    ("evil(dot)example{.}com", Kind.DOMAIN, "evil.example.com"),
    ("evil\\.example\\.com", Kind.DOMAIN, "evil.example.com"),
    ("evil。example．com", Kind.DOMAIN, "evil.example.com"),
    ("ev\u200bil.example.com", Kind.DOMAIN, "evil.example.com"),
    ("evil.example.com:8443", Kind.DOMAIN, "evil.example.com"),
    ("_dmarc.example.com", Kind.DOMAIN, "_dmarc.example.com"),
    ("MÜNCHEN.example.de", Kind.DOMAIN, "xn--mnchen-3ya.example.de"),
    ("xn--mnchen-3ya.example.de", Kind.DOMAIN, "xn--mnchen-3ya.example.de"),
    ("موقع.مصر", Kind.DOMAIN, "xn--4gbrim.xn--wgbh1c"),
    ("hxxps[:]//evil[.]example:443/a/./b/../c?x=%7e%2f#top", Kind.URL, "https://evil.example/a/c?x=~%2F"),
    ("HXXP://EVIL.example", Kind.URL, "http://evil.example/"),
    ("http:\\\\evil.example\\.com", Kind.URL, "http://evil.example.com/"),
    ("http://evil.example:80/مسار", Kind.URL, "http://evil.example/%D9%85%D8%B3%D8%A7%D8%B1"),
    ("http://[2001:DB8:0::1]:8080/x", Kind.URL, "http://[2001:db8::1]:8080/x"),
    ("http://198.51.100[.]7/x", Kind.URL, "http://198.51.100.7/x"),
    ("evil[.]example/drop.php", Kind.URL, "//evil.example/drop.php"),
    ("fxp://evil.example/x", Kind.URL, "ftp://evil.example/x"),
    ("198.51.100[.]7", Kind.IPV4, "198.51.100.7"),
    ("198[.]51.100.7:443", Kind.IPV4, "198.51.100.7"),
    ("198.51.100.9/24", Kind.IPV4, "198.51.100.0/24"),
    ("198.51.100.9/32", Kind.IPV4, "198.51.100.9"),
    ("::ffff:198.51.100.7", Kind.IPV4, "198.51.100.7"),
    ("2001:0DB8:0:0:0:0:0:1", Kind.IPV6, "2001:db8::1"),
    ("[2001:db8::1]:443", Kind.IPV6, "2001:db8::1"),
    ("2001:db8::1/32", Kind.IPV6, "2001:db8::/32"),
    ("D41D8CD98F00B204E9800998ECF8427E", Kind.MD5, "d41d8cd98f00b204e9800998ecf8427e"),
    ("da39a3ee5e6b4b0d3255bfef95601890afd80709", Kind.SHA1, "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", Kind.SHA256,
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("Some.One[at]Mail[.]Example", Kind.EMAIL, "some.one@mail.example"),
    ("someone(@)mail.example", Kind.EMAIL, "someone@mail.example"),
    ("mailto:someone@mail.example?subject=x", Kind.EMAIL, "someone@mail.example"),
    ("someone@münchen.example", Kind.EMAIL, "someone@xn--mnchen-3ya.example"),
    ("@Some_Channel", Kind.ACCOUNT, "some_channel"),
    ("Telegram: @Some_Channel", Kind.ACCOUNT, "telegram:some_channel"),
    ("@someone@social.example", Kind.ACCOUNT, "social.example:someone"),
]  # fmt: skip

NOTHING = [
    "", " ", ".", "invoice.pdf", "index.php", "Smith.He", "e.g", "12/2025", "1.2.3", "1.2.3.4.5", "999.1.1.1", "01.02.03.004",
    "someone@", "@", "@@", "a@b", "not a thing", "http://", "http://x", "javascript://evil.example/", "deadbeef", "C:\\temp\\x.exe",
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", "0x5aAeb605",
    "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp", "bc1Qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "tg:", "unknownservice:@x",
    "evil..example.com", "-evil.example.com", "a" * 64 + ".example.com", "fe80::1%eth0", "http://a.example/x y", "\ud800.example",
]  # fmt: skip


@pytest.mark.parametrize(("written", "kind", "value"), SPELLINGS)
def test_a_value_is_read_in_one_spelling_however_it_is_written(written: str, kind: Kind, value: str | None) -> None:
    if value is None:
        assert observable_of(written) is None
        return
    found = observable_of(written)
    assert found is not None
    assert (found.kind, found.text) == (kind, value)


@pytest.mark.parametrize("written", NOTHING)
def test_what_is_none_of_the_kinds_is_not_guessed(written: str) -> None:
    assert observable_of(written) is None


@pytest.mark.parametrize("written", _BITCOIN)
def test_bitcoin_addresses_are_held_to_their_check_digits(written: str) -> None:
    found = observable_of(written)
    assert found is not None
    assert (found.kind, found.system) == (Kind.WALLET, "bitcoin")
    for place in range(len(written)):
        other = "q" if written[place].lower() != "q" else "p"
        assert observable_of(written[:place] + other + written[place + 1 :]) is None


@pytest.mark.parametrize("written", _ETHEREUM)
def test_ethereum_addresses_of_both_cases_are_held_to_eip_55(written: str) -> None:
    assert checksummed(written[2:].lower()) == written[2:]
    assert observable_of(written) == Observable(Kind.WALLET, written.lower(), "ethereum")
    swapped = "0x" + written[2:].swapcase()
    assert (observable_of(swapped) is None) is (written[2:] not in {written[2:].lower(), written[2:].upper()})


def test_tron_addresses_are_held_to_their_check_digits() -> None:
    assert observable_of("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t") == Observable(
        Kind.WALLET, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron"
    )
    assert observable_of("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u") is None


def test_keccak_is_the_one_of_ethereum_and_not_sha_3() -> None:
    assert keccak_256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak_256(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"


REPORT = """The actor's drop at hxxp://bad[.]example[.]net/x.php, with the loader
(md5: D41D8CD98F00B204E9800998ECF8427E; sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709) called 198.51.100[.]7:8080.
value;kind;source
evil.example.com;domain;"some report"
Mail was sent from recruiter[at]mail[.]example, see annex.docx. Contact: @some_channel
bad.example.net, again BAD.example.net
Nothing is in this line.
"""


def test_a_report_and_a_table_are_read_word_by_word_and_each_value_once() -> None:
    read = recognise(REPORT)
    assert [(one.observable.text, one.line) for one in read.found] == [
        ("http://bad.example.net/x.php", 1),
        ("d41d8cd98f00b204e9800998ecf8427e", 2),
        ("da39a3ee5e6b4b0d3255bfef95601890afd80709", 2),
        ("198.51.100.7", 2),
        ("evil.example.com", 4),
        ("recruiter@mail.example", 5),
        ("some_channel", 5),
        ("bad.example.net", 6),
    ]
    assert (read.unread, read.is_cut) == (2, False)


def test_reading_stops_where_too_much_is_asked_and_says_so() -> None:
    read = recognise("\n".join(f"h{number}.example.com" for number in range(12)), most=10)
    assert (len(read.found), read.is_cut) == (10, True)
    assert not recognise("\n".join(f"h{number}.example.com" for number in range(10)), most=10).is_cut


_TEXT = st.text(alphabet=st.sampled_from("ab.@/:hxtp[](){}<>dot \\_1\u200b。#?%"), max_size=60)


@UNHURRIED
@given(st.one_of(_TEXT, st.text(max_size=60)))
def test_refanging_twice_is_refanging_once(text: str) -> None:
    assert refang(refang(text)) == refang(text)


@UNHURRIED
@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for one in recognise(text).found:
        assert observable_of(one.observable.text) is not None


_LABEL = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).filter(lambda one: one[2:4] != "--")
_DOMAINS = st.builds(lambda labels: ".".join([*labels, "example"]), st.lists(_LABEL, min_size=1, max_size=4))
_VALUES = st.one_of(
    _DOMAINS,
    st.ip_addresses().map(str),
    st.binary(min_size=16, max_size=16).map(bytes.hex),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.binary(min_size=20, max_size=20).map(lambda raw: f"0x{checksummed(raw.hex())}"),
    st.builds(lambda name, host: f"{name}@{host}", _LABEL, _DOMAINS),
    st.builds(lambda host, path: f"https://{host}/{path}", _DOMAINS, _LABEL),
    st.builds(lambda name: f"telegram:{name.replace('-', '_')}", _LABEL),
)
_WAYS: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: text.replace(".", "[.]"),
    lambda text: text.replace(".", "(dot)"),
    lambda text: text.replace("http", "hxxp"),
    lambda text: text.replace("://", "[://]"),
    lambda text: text.replace("@", "[at]"),
    lambda text: f"  {text} ",
    defanged,
)


@UNHURRIED
@given(_VALUES, st.sampled_from(_WAYS))
def test_a_defanged_value_is_the_value_itself(value: str, way: Callable[[str], str]) -> None:
    plain = observable_of(value)
    assert plain is not None
    assert observable_of(way(value)) == plain


@UNHURRIED
@given(_VALUES)
def test_the_canonical_spelling_of_a_canonical_spelling_is_itself(value: str) -> None:
    plain = observable_of(value)
    assert plain is not None
    assert observable_of(plain.text) == plain


@UNHURRIED
@given(st.lists(_VALUES, max_size=30))
def test_a_list_of_values_is_read_whole_whatever_parts_the_lines(values: list[str]) -> None:
    wanted = [one.text for one in dict.fromkeys(observable_of(value) for value in values) if one]
    for parted in ("\n", "\r\n", " ", " , ", "\t", "; "):
        assert [one.observable.text for one in recognise(parted.join(values)).found] == wanted


@UNHURRIED
@given(_VALUES, _VALUES)
def test_keys_meet_only_where_values_are_equal(one: str, other: str) -> None:
    first, second = observable_of(one), observable_of(other)
    assert first is not None
    assert second is not None
    assert asked_keys(first) & held_keys(first)
    assert bool(asked_keys(first) & held_keys(second)) is (first == second)


@pytest.mark.parametrize(
    ("held", "asked", "meets"),
    [
        ("https://evil.example/a", "evil.example/a", True),
        ("evil.example/a", "http://evil.example/a", True),
        ("http://evil.example/a", "https://evil.example/a", False),
        ("telegram:@someone", "@someone", True),
        ("@someone", "telegram:@someone", True),
        ("telegram:@someone", "twitter:@someone", False),
        ("https://t.me/s/Someone", "telegram:@someone", True),
        ("telegram:@someone", "hxxps://t[.]me/someone", True),
        ("https://t.me/joinchat", "telegram:@joinchat", False),
        ("evil.example", "www.evil.example", False),
        ("198.51.100.0/24", "198.51.100.7", False),
    ],
)
def test_values_written_with_less_meet_those_written_with_more(held: str, asked: str, *, meets: bool) -> None:
    one, other = observable_of(held), observable_of(asked)
    assert one is not None
    assert other is not None
    assert bool(held_keys(one) & asked_keys(other)) is meets


@UNHURRIED
@given(st.ip_addresses(), st.sets(st.integers(0, 32), max_size=5))
def test_the_networks_around_an_address_hold_it(address: ipaddress.IPv4Address, lengths: set[int]) -> None:
    one = observable_of(str(address))
    assert one is not None
    around = networks_around(one, lengths)
    assert len(around) == len({length for length in lengths if length < (32 if one.kind is Kind.IPV4 else 128)})
    for network in around:
        assert ipaddress.ip_address(one.value) in ipaddress.ip_network(network.value)


def test_reading_is_linear_in_the_length_of_hostile_text() -> None:
    for hostile in (
        "[" * 50_000,
        "[d" * 20_000,
        "http://" * 10_000,
        "a." * 40_000,
        "@" * 50_000,
        "%41" * 20_000,
        "h[.]xxp" * 9_000,
    ):
        assert recognise(hostile).found == () or len(recognise(hostile).found) < 5
