"""Countries in texts: the ISO 3166-1 code behind a name in English, French, Arabic or Portuguese, or an old or short name.

The codes and translated names are those of `pycountry` (Debian's iso-codes). They identify what a text says; they say
nothing about the status of a territory.
"""

import gettext
import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

import pycountry

LANGUAGES: Final = ("fr", "ar", "pt")

# Names in use by publishers and agencies that ISO 3166 does not carry, by code.
_ALSO: Final[dict[str, tuple[str, ...]]] = {
    "bo": ("bolivia",),
    "ba": ("bosnia herzegovina", "bosnia and herzegovina", "bosnia"),
    "bn": ("brunei",),
    "cd": (
        "drc",
        "dr congo",
        "democratic republic of congo",
        "congo kinshasa",
        "zaire",
        "rdc",
        "congo democratic republic",
    ),
    "cf": ("car", "rca", "central african rep"),
    "cg": ("congo brazzaville", "republic of the congo", "republic of congo", "congo republic", "congo republic of"),
    "ci": ("ivory coast",),
    "cv": ("cape verde",),
    "cz": ("czech republic",),
    "fm": ("micronesia",),
    "gb": ("uk", "great britain", "england", "scotland", "northern ireland", "wales"),
    "ir": ("iran", "islamic republic of iran"),
    "km": ("comoros islands", "union of comoros"),
    "kn": ("st kitts and nevis",),
    "kp": ("dprk", "north korea", "korea north", "democratic people s republic of korea"),
    "kr": ("south korea", "korea south", "republic of korea"),
    "la": ("laos",),
    "ly": ("libyan arab jamahiriya", "state of libya"),
    "md": ("moldova",),
    "mk": ("macedonia", "macedonia fyr", "fyr macedonia", "former yugoslav republic of macedonia"),
    "mm": ("burma", "birmanie", "birmania"),
    "ps": (
        "palestine",
        "palestinian",
        "etat de palestine",
        "gaza",
        "gaza strip",
        "west bank",
        "palestinian territories",
    ),
    "ru": ("russia", "russian federation"),
    "rs": ("serbia and montenegro",),
    "sy": ("syria",),
    "sz": ("swaziland",),
    "td": ("tchad",),
    "tl": ("east timor",),
    "tr": ("turkey",),
    "tw": ("taiwan",),
    "tz": ("tanzania",),
    "us": ("usa", "united states of america"),
    "va": ("vatican",),
    "ve": ("venezuela",),
    "vn": ("vietnam",),
    "xk": ("kosovo",),
}
_PUNCTUATION: Final = re.compile(r"[\W_]+")


def country_named(code: str, language: str) -> str:
    """The name of the country with this code in a language, as ISO 3166 and its translations have it; the code where unknown."""
    found = pycountry.countries.get(alpha_2=code.upper())
    if found is None:
        return code.upper()
    known = _iso_names(language)
    plain = getattr(found, "common_name", found.name)
    said = known.gettext(plain)
    # Where the short name has no translation, the official one has.
    return known.gettext(found.name) if said == plain and isinstance(known, gettext.GNUTranslations) else said


@cache
def _iso_names(language: str) -> gettext.NullTranslations:
    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True)


@lru_cache(maxsize=20_000)  # texts of whole files come by here: what is remembered has a bound
def country_code(text: str) -> str:
    """The ISO 3166-1 alpha-2 code in lower case that a text names, or an empty string.

    Takes codes (ML, MLI), names in four languages, names with remarks in brackets, and bilingual names with a slash.
    """
    table = _table()
    for candidate in (text, re.sub(r"\(.*?\)", " ", text), *text.split("/"), *re.findall(r"\((.*?)\)", text)):
        found = table.get(_folded(candidate))
        if found:
            return found
    return ""


def area_name(code: str) -> str:
    """The name of a first-level area by its code of ISO 3166-2, as the standard has it; empty for no such code."""
    found = pycountry.subdivisions.get(code=code.upper())  # type: ignore[no-untyped-call] # pycountry has no type for it
    return str(found.name) if found is not None else ""


def _folded(text: str) -> str:
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one))
    words = _PUNCTUATION.sub(" ", bare).split()
    return " ".join(word for word in words if word != "the")


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for country in pycountry.countries:
        code = str(country.alpha_2).lower()
        for name in _names(country):
            table.setdefault(_folded(name), code)
    for code, names in _ALSO.items():
        table.update((_folded(name), code) for name in names)
    return table


def _names(country: object) -> list[str]:
    english = [
        str(getattr(country, field)) for field in ("name", "official_name", "common_name") if hasattr(country, field)
    ]
    codes = [str(getattr(country, field)) for field in ("alpha_2", "alpha_3")]
    return english + [told.gettext(name) for told in _translations() for name in english] + codes


@cache
def _translations() -> tuple[gettext.NullTranslations, ...]:
    folder = pycountry.LOCALES_DIR
    return tuple(gettext.translation("iso3166-1", folder, [code], fallback=True) for code in LANGUAGES)
