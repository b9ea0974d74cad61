"""Every event about people and what is offered to them has its sentence."""

import string

import pytest

from fitkit.core.events import KINDS
from fitkit.core.i18n import Lang
from fitkit.features.members import rules
from fitkit.texts import catalogue, members, subscriptions

SAID = members.EVENTS | catalogue.EVENTS | subscriptions.EVENTS
OURS = ("members.", "staff.", "locations.", "class_types.", "plans.", "subscriptions.")
RESOLVED = {
    "member": "member_id",
    "staff": "staff_id",
    "plan": "plan_id",
    "class_type": "class_type_id",
    "location": "location_id",
    "room": "room_id",
}


def places(words):
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_every_event_has_a_sentence_and_every_sentence_an_event():
    assert set(SAID) == {name for name in KINDS if name.startswith(OURS)}


@pytest.mark.parametrize("name", sorted(SAID))
def test_a_sentence_names_only_what_its_event_knows(name):
    fields = set(KINDS[name].__annotations__)
    for lang in Lang:
        for place in places(SAID[name].to(lang)):
            assert RESOLVED.get(place, place) in fields
    assert places(SAID[name].he) == places(SAID[name].en)


def test_every_word_of_a_closed_list_is_said():
    assert set(members.STATUSES) == set(rules.MemberStatus)
    assert set(members.SOURCES) == set(rules.MemberSource)
    assert set(members.GENDERS) == set(rules.Gender)
