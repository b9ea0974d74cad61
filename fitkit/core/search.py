"""Matching names and phones: a folded column, Hebrew final letters and marks evened out."""

import unicodedata

_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_MARKS = str.maketrans("", "", "\"'׳״-־.()/\\_%")


def fold(words: str) -> str:
    """One form for all ways to write a name: lower case, no points or marks, final letters opened."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return " ".join(bare.casefold().translate(_FINALS).translate(_MARKS).split())


def needles(words: str) -> list[str]:
    """What a folded column must contain, word by word; phone digits lose their leading zero.

    A number is kept in E.164 (``+97254…``), so ``054-812`` is looked for as ``54812``.
    """
    found = []
    for word in fold(words).split():
        digits = word.lstrip("+")
        is_phone = digits.isdigit() and len(digits) > 2
        found.append((digits.removeprefix("972").lstrip("0") or digits) if is_phone else word)
    return found
