from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from minassa.base import Invalid
from minassa.meetings.text.authentic import (
    AuthenticParagraph,
    AuthenticText,
    authentic_bytes,
    digest,
    is_signed,
    message,
    sign,
)
from minassa.meetings.text.concordance import Discord, Line, discords, figures_of
from minassa.meetings.text.rules import ParagraphKind
from minassa.meetings.text.wording import Change, difference, new_text, old_text, plain_wording, tokens

sentences = st.text(st.sampled_from("ab é’'.,،1٢ إنَّة\u0651\u00a0()"), max_size=40)


@given(sentences, sentences)
@settings(max_examples=50, deadline=None)
def test_a_difference_holds_both_wordings_whole(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert (old_text(pieces), new_text(pieces)) == (old, new)
    assert "".join(tokens(old)) == old
    assert all(one.text for one in pieces)
    assert (old == new) == all(one.change is Change.SAME for one in pieces)


def test_words_are_compared_with_their_diacritics_and_figures_whole() -> None:
    assert tokens("إنَّ الدولَ (1,500)") == ["إنَّ", " ", "الدولَ", " ", "(", "1,500", ")"]
    assert tokens("l’État d'accord") == ["l’", "État", " ", "d'", "accord"]
    changed = [
        one.text for one in difference("train 1,500 officers", "train 1,600 officers") if one.change is not Change.SAME
    ]
    assert changed == ["1,500", "1,600"]


def test_neighbouring_words_that_change_read_as_one_phrase() -> None:
    pieces = difference("the States shall promptly act", "the States should quickly act")
    assert [(one.change, one.text) for one in pieces] == [
        (Change.SAME, "the States "),
        (Change.GONE, "shall promptly"),
        (Change.NEW, "should quickly"),
        (Change.SAME, " act"),
    ]


def test_a_wording_is_one_paragraph_in_one_spelling() -> None:
    assert plain_wording(" e\u0301tat\r\n  un\tdeux ") == "état un deux"
    for bad in ("", " ", "a\u202eb", "a\u2066b", "a\ud800", "\x00", 7):
        with pytest.raises(Invalid):
            plain_wording(bad)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On 18 December 2026 and 24 June, 1,000.50 dollars, 3 of 12, since 2022"),
        ("en", "On December 18, 2026 and June 24, 1,000.5 dollars, 3 of 12, since 2022"),
        ("fr", "Le 18 décembre 2026 et le 24 juin, 1 000,5 dollars, 3 sur 12, depuis 2022"),
        ("fr", "Le 18 décembre 2026 et le 24 juin, 1\u202f000,50 dollars, 3 sur 12, depuis 2022"),
        ("pt", "Em 18 de dezembro de 2026 e 24 de junho, 1.000,5 dólares, 3 de 12, desde 2022"),
        ("ar", "في 18 ديسمبر 2026 و24 يونيو، 1٬000٫5 دولار، 3 من 12، منذ 2022"),
        ("ar", "في ١٨ دجنبر ٢٠٢٦ و٢٤ حزيران/يونيو، ١٬٠٠٠٫٥٠ دولار، ٣ من ١٢، منذ ٢٠٢٢"),
    ],
)
def test_each_language_writes_the_same_figures_its_own_way(language: str, text: str) -> None:
    found = figures_of(text, language)
    assert (sorted(found.dates), found.years, sorted(found.figures)) == (
        ["--06-24", "2026-12-18"],
        ("2022",),
        ["1000.5", "12", "3"],
    )


def _lines(*texts: str) -> list[Line]:
    return [Line(f"p{at}", str(at), text) for at, text in enumerate(texts, 1)]


def test_the_concordance_names_the_paragraph_the_language_and_the_figure() -> None:
    texts = {
        "en": _lines("Ask 9 States.", "By 1 May 2027."),
        "fr": _lines("Prions 9 États.", "Avant le 1er mai 2027."),
        "pt": _lines("Pedimos a 8 Estados.", "Até 1 de maio de 2027."),
        "ar": _lines("نطلب من 9 دول.", ""),
    }
    found = discords(texts, "en")
    assert [(one.what, one.language, one.key, one.lacking, one.extra) for one in found] == [
        (Discord.MISSING, "ar", "p2", (), ()),
        (Discord.FIGURES, "pt", "p1", ("9",), ("8",)),
    ]
    texts["fr"].reverse()
    assert (Discord.ORDER, "fr") in {(one.what, one.language) for one in discords(texts, "en")}


KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@given(st.integers(0, 10_000), st.integers(1, 255), st.sampled_from(["ar", "fr", "en", "pt"]))
@settings(max_examples=50, deadline=None)
def test_one_changed_byte_in_any_language_breaks_the_signature(at: int, flip: int, language: str) -> None:
    paragraphs = (AuthenticParagraph("pabc", ParagraphKind.OPERATIVE, "1", "نقرر — Décidons."),)
    contents = {
        one: authentic_bytes(AuthenticText(UUID(int=7), 1, one, "Titre", paragraphs))
        for one in ("ar", "fr", "en", "pt")
    }
    agency, public = UUID(int=9), KEY.public_key().public_bytes_raw()
    signed = message(UUID(int=7), 1, {one: digest(content) for one, content in contents.items()}, agency)
    signature = sign(KEY, signed)
    assert is_signed(public, signature, signed)
    changed = bytearray(contents[language])
    changed[at % len(changed)] ^= flip
    contents[language] = bytes(changed)
    other = message(UUID(int=7), 1, {one: digest(content) for one, content in contents.items()}, agency)
    assert not is_signed(public, signature, other)
