"""Names in a bank's file: one byte a letter, in the code that the gym's bank asks for."""

import re
import unicodedata
from typing import Final

from fitkit.core.errors import Refusal
from fitkit.ports.debits import Letters
from fitkit.texts import masav as texts

_ALEF, _TAV, _OLD_ALEF = 0x05D0, 0x05EA, ord("`")
_OLD: Final = {letter: _OLD_ALEF + letter - _ALEF for letter in range(_ALEF, _TAV + 1)}
# What typing brings that old codes do not have, and how people write it there.
_PLAIN: Final = str.maketrans(
    {
        "\u05f4": '"', "\u201c": '"', "\u201d": '"', "\u201e": '"',
        "\u05f3": "'", "\u2018": "'", "\u2019": "'", "\u201a": "'",
        "\u05be": "-", "\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2014": "-",
        "\u05f0": "\u05d5\u05d5", "\u05f1": "\u05d5\u05d9", "\u05f2": "\u05d9\u05d9",
        "\u00df": "ss", "\u00d8": "O", "\u00f8": "o", "\u0141": "L", "\u0142": "l",
    }
)  # fmt: skip
_KEPT: Final = re.compile(r"[A-Za-z0-9 \"'.,&()/\-]|[\u05d0-\u05ea]")
_LEFT_TO_RIGHT: Final = re.compile(r"[A-Za-z0-9]+(?:[.,/&'\-][A-Za-z0-9]+)*")


def plain(name: str) -> str:
    """A name in letters that every code has: without points, accents and marks of direction.

    Raises:
        Refusal: LETTERS, with those that no code has; NO_NAME, when nothing is left.
    """
    loose = unicodedata.normalize("NFKD", name.translate(_PLAIN)).translate(_PLAIN)
    bare = "".join(c for c in loose if unicodedata.category(c) not in ("Mn", "Cf"))
    bare = " ".join(bare.split())
    foreign = dict.fromkeys(c for c in bare if not _KEPT.fullmatch(c))
    if foreign:
        raise Refusal(texts.LETTERS, letters=" ".join(foreign))
    if not bare:
        raise Refusal(texts.NO_NAME)
    return bare


def field(name: str, width: int, letters: Letters) -> bytes:
    """A plain name at the right of a field, cut to its width: exactly so many bytes."""
    cut = name[:width].rstrip()
    match letters:
        case Letters.SEVEN_BIT:
            raw = _from_its_end(cut.upper()).translate(_OLD).encode("ascii")
        case Letters.WINDOWS | Letters.DOS:
            raw = cut.encode(letters.value)
    return raw.rjust(width)


def _from_its_end(name: str) -> str:
    """As a screen without direction shows it: Hebrew mirrored, numbers and Latin words as they are."""
    if not re.search(r"[\u05d0-\u05ea]", name):
        return name
    mirrored = name.translate(str.maketrans("()", ")("))[::-1]
    return _LEFT_TO_RIGHT.sub(lambda run: run.group()[::-1], mirrored)
