"""Changes of members: add, change, tag, note, archive."""

from fitkit.features.members.actions.family import keep_wards, let_go_of_adults, set_guardian
from fitkit.features.members.actions.forms import record_form, withdraw_form
from fitkit.features.members.actions.notes import add_note, remove_note
from fitkit.features.members.actions.record import (
    add,
    add_despite_duplicate,
    archive,
    change,
    change_own,
    read_national_id,
    restore,
    set_coach,
    set_status,
    show_to_members,
)
from fitkit.features.members.actions.tags import Tagged, remove_tag, rename_tag, tag, untag

__all__ = [
    "Tagged",
    "add",
    "add_despite_duplicate",
    "add_note",
    "archive",
    "change",
    "change_own",
    "keep_wards",
    "let_go_of_adults",
    "read_national_id",
    "record_form",
    "remove_note",
    "remove_tag",
    "rename_tag",
    "restore",
    "set_coach",
    "set_guardian",
    "set_status",
    "show_to_members",
    "tag",
    "untag",
    "withdraw_form",
]
