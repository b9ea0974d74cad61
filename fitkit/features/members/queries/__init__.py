"""Reads of members: the roster page by page, one card, notes, tags, likely duplicates."""

from fitkit.features.members.queries._lines import MemberLine, RosterFilter, TagView, matching
from fitkit.features.members.queries.card import (
    FormView,
    MemberCard,
    NoteView,
    card,
    forms,
    forms_on_file,
    notes,
)
from fitkit.features.members.queries.duplicates import DuplicateView, duplicates_of
from fitkit.features.members.queries.facts import (
    Contact,
    MemberFacts,
    contacts,
    counts_by_coach,
    facts,
    joined_in,
    known,
    named_at,
    names,
    reached_at,
)
from fitkit.features.members.queries.family import WardView, guardian_of, guardians, ward_ids, wards
from fitkit.features.members.queries.roster import (
    RosterCounts,
    counts,
    find_for_check_in,
    roster,
    tags,
)

__all__ = [
    "Contact",
    "DuplicateView",
    "FormView",
    "MemberCard",
    "MemberFacts",
    "MemberLine",
    "NoteView",
    "RosterCounts",
    "RosterFilter",
    "TagView",
    "WardView",
    "card",
    "contacts",
    "counts",
    "counts_by_coach",
    "duplicates_of",
    "facts",
    "find_for_check_in",
    "forms",
    "forms_on_file",
    "guardian_of",
    "guardians",
    "joined_in",
    "known",
    "matching",
    "named_at",
    "names",
    "notes",
    "reached_at",
    "roster",
    "tags",
    "ward_ids",
    "wards",
]
