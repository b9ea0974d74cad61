"""Texts as facts of a notice."""

from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import internal


@internal
def words_of(text: Text) -> dict[str, str]:
    """A text in both languages, as a fact of a notice."""
    return {Lang.HE.value: text.he, Lang.EN.value: text.en}
