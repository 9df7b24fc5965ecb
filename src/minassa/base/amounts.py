"""Amounts of money as files write them. Money is never a float."""

import re
from decimal import Decimal
from typing import Final

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SPACES: Final = re.compile(r"[\s\u00a0\u202f'’_]+")
_PLAIN: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
_LONGEST_AMOUNT: Final = 40


def amount_of(text: str) -> Decimal | None:
    """An amount of money as it was written, in any of the usual ways; None where it can be read in none, or in two.

    `1,250` can be twelve hundred or one and a quarter: it is not read.
    """
    plain = _SPACES.sub("", text.translate(_DIGITS)).replace("٫", ".").replace("٬", "")
    if len(plain) > _LONGEST_AMOUNT:
        return None
    if "," in plain and "." in plain:
        group, point = (",", ".") if plain.rfind(".") > plain.rfind(",") else (".", ",")
        plain = plain.replace(group, "").replace(point, ".")
    elif plain.count(",") > 1 or plain.count(".") > 1:
        plain = plain.replace(",", "").replace(".", "")
    elif re.search(r"[.,]\d{3}$", plain) and not re.match(r"[+-]?0[.,]", plain):
        return None
    else:
        plain = plain.replace(",", ".")
    return Decimal(plain) if _PLAIN.fullmatch(plain) else None
