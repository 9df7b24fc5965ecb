"""What a printed document says when it is read by a program: the letter behind each glyph of our Arabic font.

WeasyPrint takes a glyph's letters from the first place in which it stands. Where a letter bears a vowel sign, the sign is drawn first and
gets the letter with it, and the letter gets nothing: from then on each such sign reads as both, and each such letter is lost to search and
to screen readers. The font itself knows better: its character map, and the substitutions by which a letter takes its form in a word.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

_LINE: Final = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")
_FORMS: Final = frozenset({*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)})
_SINGLE: Final = 1
_LIGATURE: Final = 4
_EXTENSION: Final = 7


def say_letters(fonts: Mapping[str, Path], document: Any, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint's and pydyf's own, untyped
    """Mend the glyphs' letters in a document that is about to be written. `fonts` are the files whose letters we know, by family and weight."""
    for font in document.fonts.values():
        path = fonts.get(f"{font.family} {font.weight}")
        if path is None:
            continue
        known = letters_of(path)
        for one in pdf.objects:
            if isinstance(one, dict) and one.get("BaseFont") == font.name and "ToUnicode" in one:
                stream = pdf.objects[int(bytes(one["ToUnicode"]).split()[0])].stream
                stream[:] = _mended(stream, known)


def _mended(lines: list[Any], known: Mapping[int, str]) -> list[Any]:
    found, is_map = [], False
    for line in lines:
        is_map = (is_map or line.endswith(b"beginbfchar")) and line != b"endbfchar"
        match = _LINE.fullmatch(line) if is_map else None
        letters = known.get(int(match[1], 16)) if match else None
        found.append(
            b"<%b> <%b>" % (match[1], letters.encode("utf-16-be").hex().encode()) if match and letters else line
        )
    return found


@cache
def letters_of(path: Path) -> Mapping[int, str]:
    """The letters of each glyph of a font file, by the glyph's number: for a form of a letter the letter, for a ligature its parts in order."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a node without PDF need not load it

    with TTFont(path) as font:
        # A glyph that has the code of a form (U+FE8E) too is the letter all the same (U+0627).
        coded = sorted(font.getBestCmap().items(), reverse=True)
        names = {
            name: unicodedata.normalize("NFKC", chr(code)) if code in _FORMS else chr(code) for code, name in coded
        }
        found = names | _forms(font["GSUB"].table.LookupList.Lookup, names)
        return {font.getGlyphID(name): letters for name, letters in found.items()}


def _forms(lookups: Any, names: Mapping[str, str]) -> dict[str, str]:  # noqa: ANN401 - fontTools' own, untyped
    """Glyphs without a letter of their own, after the glyphs that they stand for; forms of forms too."""
    found: dict[str, str] = {}
    before = -1
    while len(found) > before:
        before = len(found)
        for parts, made in _substitutions(lookups):
            letters = [names.get(one) or found.get(one) for one in parts]
            if made not in names and made not in found and all(letters):
                found[made] = "".join(one for one in letters if one)
    return found


def _substitutions(lookups: Any) -> list[tuple[tuple[str, ...], str]]:  # noqa: ANN401 - fontTools' own, untyped
    found: list[tuple[tuple[str, ...], str]] = []
    for lookup in lookups:
        for table in lookup.SubTable:
            real = table.ExtSubTable if lookup.LookupType == _EXTENSION else table
            if real.LookupType == _SINGLE:
                found += [((old,), new) for old, new in real.mapping.items()]
            elif real.LookupType == _LIGATURE:
                found += [
                    ((first, *one.Component), one.LigGlyph) for first, made in real.ligatures.items() for one in made
                ]
    return found
