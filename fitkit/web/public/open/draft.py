"""A gym to be, as it is typed: which step a field belongs to, and what is wrong with a step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fitkit.core.errors import Invalid, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.features.orgs import rules
from fitkit.features.orgs.rules import GymKind, Opening
from fitkit.texts import orgs as org_texts

WHO, GYM, LOOK, ACCEPT = range(1, 5)
STEP_OF: Final[Mapping[str, int]] = {
    **dict.fromkeys(("email", "code"), WHO),
    **dict.fromkeys(("name", "slug", "kind", "location_name", "address", "phone"), GYM),
    "brand": LOOK,
    "accepted": ACCEPT,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of the second and third step."""

    name: str
    slug: str
    kind: str
    location_name: str
    address: str
    phone: str
    brand: str


def check(draft: Draft, step: int) -> None:
    """Everything up to a step, by the rules that the opening itself goes by.

    Raises:
        Invalid: fields of these steps that are at fault.
    """
    opening = Opening(
        name=draft.name,
        slug=draft.slug,
        kind=GymKind(draft.kind) if draft.kind in set(GymKind) else GymKind.CROSSFIT,
        accepted=rules.VERSIONS,
        location_name=draft.location_name,
        address=draft.address,
        phone=draft.phone,
        brand=draft.brand,
    )
    try:
        rules.checked_opening(opening)
    except Invalid as invalid:
        problems: dict[str, Text | Refusal] = {
            name: said
            for name, said in invalid.problems.items()
            if STEP_OF.get(name, ACCEPT) <= step
        }
        if problems:
            raise Invalid(problems) from None


def first_step(problems: Mapping[str, object]) -> int:
    """The earliest step that has a problem; the last when none has."""
    return min((STEP_OF[name] for name in problems if name in STEP_OF), default=ACCEPT)


def kind_words(kind: str, lang: Lang) -> str:
    """A kind of gym."""
    return org_texts.KINDS[kind].to(lang) if kind in org_texts.KINDS else ""
