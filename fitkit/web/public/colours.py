"""A gym's colour on the screens of getting in: its CSS, and what becomes of it."""

from fitkit.core.i18n import Lang
from fitkit.design import brand, theme
from fitkit.texts import getting_in as texts


def colour_css(colour: str) -> str:
    """The colour over the tokens; empty when it is none."""
    return theme.brand_css(colour)


def colour_words(colour: str, lang: Lang) -> str:
    """What becomes of a colour so that words on it can be read; empty when it is none."""
    if not brand.is_colour(colour):
        return ""
    return (theme.brand_note(colour) or texts.COLOUR_FINE).to(lang)
