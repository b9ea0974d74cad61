"""Adding, changing, tagging, noting, archiving."""

from datetime import date

import pytest
from sqlmodel import select

from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.members import actions, queries
from fitkit.features.members.queries import RosterFilter
from fitkit.features.members.rules import (
    DuplicateMember,
    Gender,
    MemberDetails,
    MemberStatus,
    OwnDetails,
)
from fitkit.features.members.tables import Member
from fitkit.texts import members as texts
from tests.factories.members import details, make_member

PHONE, EMAIL, ID = "054-812-3390", "noa@example.com", "123456782"


def events(w):
    rows = w.session.scalars(select(EventLog).order_by(EventLog.id))
    return [(e.name, e.facts) for e in rows]


def test_a_new_member_is_a_lead_who_joined_today(w):
    member_id = actions.add(w, details=details(phone=PHONE))
    card = queries.card(w, member_id=member_id)
    assert (card.status, card.joined_on) == (
        MemberStatus.LEAD,
        w.now.astimezone(w.actor.zone).date(),
    )
    assert events(w) == [("members.added", {"member_id": str(member_id), "source": "unknown"})]


def test_nothing_typed_about_a_person_is_in_the_log(w):
    member_id = actions.add(w, details=details("שם־סוד", phone=PHONE, email=EMAIL, national_id=ID))
    actions.add_note(w, member_id=member_id, text="פציעה בכתף")
    actions.tag(w, member_ids=[member_id], name="רגיש")
    actions.change(w, member_id=member_id, details=details("אחרת", address="הרצל 5"))
    said = str(events(w))
    for secret in ("סוד", "548123390", EMAIL, ID, "כתף", "רגיש", "הרצל"):
        assert secret not in said


@pytest.mark.parametrize(("field", "value"), [("phone", PHONE), ("email", EMAIL)])
def test_the_same_phone_or_email_is_refused_with_the_way_out(w, field, value):
    here = make_member(w, "דנה", "לוי", **{field: value})
    with pytest.raises(DuplicateMember) as caught:
        actions.add(w, details=details(**{field: value.upper()}))
    assert (caught.value.field, caught.value.member_id) == (field, here)
    assert "דנה לוי" in caught.value.to(Lang.HE)
    assert "add anyway" in caught.value.to(Lang.EN)


def test_a_duplicate_in_the_archive_is_offered_back(w):
    gone = make_member(w, "דנה", "לוי", phone=PHONE)
    actions.archive(w, member_id=gone)
    with pytest.raises(DuplicateMember) as caught:
        actions.add(w, details=details(phone=PHONE))
    assert caught.value.text is texts.PHONE_IN_ARCHIVE


def test_a_family_may_share_a_phone_on_purpose(w):
    make_member(w, "דנה", "לוי", phone=PHONE)
    actions.add_despite_duplicate(w, details=details("ים", "לוי", phone=PHONE))
    assert len(queries.roster(w, only=RosterFilter(PHONE)).rows) == 2


def test_the_same_phone_in_another_gym_is_no_duplicate(gym, other_gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w, phone=PHONE)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        make_member(w, phone=PHONE)


def test_a_change_is_found_by_its_new_words_only(w):
    member_id = make_member(w, "נועה", "כהן", phone=PHONE)
    actions.change(w, member_id=member_id, details=details("מרים", "כץ", phone="052-7654321"))
    assert queries.roster(w, only=RosterFilter("נועה")).rows == ()
    assert queries.roster(w, only=RosterFilter("8123390")).rows == ()
    assert queries.roster(w, only=RosterFilter("כצ 7654321")).rows[0].id == member_id


def test_a_change_tells_which_fields_and_keeps_the_joining_day(w):
    member_id = make_member(w, joined_on=date(2024, 2, 29))
    actions.change(w, member_id=member_id, details=details(gender=Gender.FEMALE, address="הרצל 5"))
    assert events(w)[-1] == (
        "members.changed",
        {"member_id": str(member_id), "fields": ["address", "gender"]},
    )
    assert queries.card(w, member_id=member_id).joined_on == date(2024, 2, 29)


def test_a_change_of_nothing_is_not_told(w):
    member_id = make_member(w)
    before = events(w)
    actions.change(w, member_id=member_id, details=details())
    assert events(w) == before


def test_a_refused_change_changes_nothing(w):
    member_id = make_member(w, phone=PHONE)
    before = queries.card(w, member_id=member_id)
    with pytest.raises(Invalid):
        actions.change(w, member_id=member_id, details=details("מרים", phone="1"))
    assert queries.card(w, member_id=member_id) == before


def test_the_id_number_is_sealed_read_on_record_and_erased(w):
    member_id = actions.add(w, details=details(national_id=ID))
    w.session.flush()
    kept = w.session.get(Member, member_id).national_id_sealed
    assert ID not in kept
    assert actions.read_national_id(w, member_id=member_id) == ID
    assert events(w)[-1][0] == "members.national_id_read"
    actions.change(w, member_id=member_id, details=details())
    assert queries.card(w, member_id=member_id).has_national_id
    actions.change(w, member_id=member_id, details=details(national_id=""))
    assert actions.read_national_id(w, member_id=member_id) == ""


def test_a_coach_does_not_read_id_numbers(gym, w):
    member_id = actions.add(w, details=details(national_id=ID))
    with open_work(gym.acting(Role.COACH)) as coach, pytest.raises(Denied):
        actions.read_national_id(coach, member_id=member_id)


def test_a_guardian_is_another_member_of_the_gym(w, other_gym):
    parent = make_member(w, "דנה")
    child = actions.add(w, details=details("ים", guardian_id=parent))
    assert queries.card(w, member_id=child).guardian_id == parent
    with pytest.raises(Refusal):
        actions.set_guardian(w, member_id=child, guardian_id=child)
    with pytest.raises(NotFound):
        actions.add(w, details=details("גל", guardian_id=new_id()))


OWN = OwnDetails(phone="052-7654321", email=EMAIL, emergency_name="אבא")


def test_members_keep_their_own_details(gym, w):
    member_id = make_member(w, phone=PHONE)
    w.session.flush()
    with open_work(gym.acting(Role.MEMBER, member_id=member_id)) as own:
        actions.change_own(own, member_id=member_id, details=OWN)
        card = queries.card(own, member_id=member_id)
    assert (card.phone, card.email, card.emergency_name) == ("+972527654321", EMAIL, "אבא")
    assert card.first_name == "נועה"


def test_members_do_not_change_others(gym, w):
    other = make_member(w)
    w.session.flush()
    with open_work(gym.acting(Role.MEMBER, member_id=new_id())) as own, pytest.raises(Denied):
        actions.change_own(own, member_id=other, details=OWN)


def test_members_say_themselves_whether_others_see_them(gym, w):
    member_id = make_member(w)
    w.session.flush()
    with open_work(gym.acting(Role.MEMBER, member_id=member_id)) as own:
        assert not queries.card(own, member_id=member_id).is_seen_by_members
        actions.show_to_members(own, member_id=member_id, is_seen=True)
        assert queries.card(own, member_id=member_id).is_seen_by_members
    assert events(w)[-1][1]["fields"] == ["is_seen_by_members"]


def test_one_way_to_reach_a_member_stays(gym, w):
    member_id = make_member(w, phone=PHONE)
    with pytest.raises(Refusal) as caught:
        actions.change_own(w, member_id=member_id, details=OwnDetails(phone="", email=""))
    assert caught.value.text is texts.NEEDS_CONTACT


def test_tagging_many_counts_those_to_whom_it_is_new(w):
    one, two, three = (make_member(w, n) for n in ("א", "ב", "ג"))
    first = actions.tag(w, member_ids=[one], name="קבוצת  בוקר")
    again = actions.tag(w, member_ids=[one, two, three], name="קבוצת בוקר ")
    assert (first.tag_id, again.count) == (again.tag_id, 2)
    assert events(w)[-1][1]["count"] == 2
    assert [(t.name, t.members) for t in queries.tags(w)] == [("קבוצת בוקר", 3)]


def test_tagging_those_who_wear_it_is_not_told(w):
    member_id = make_member(w)
    actions.tag(w, member_ids=[member_id], name="בוקר")
    before = events(w)
    assert actions.tag(w, member_ids=[member_id], name="בוקר").count == 0
    assert events(w) == before


def test_untagging_takes_it_off_those_who_wear_it(w):
    one, two = make_member(w, "א"), make_member(w, "ב")
    tag = actions.tag(w, member_ids=[one], name="בוקר")
    assert actions.untag(w, tag_id=tag.tag_id, member_ids=[one, two]).count == 1
    assert queries.card(w, member_id=one).tags == ()


def test_a_tag_is_not_put_on_members_of_another_gym(gym, other_gym):
    with open_work(other_gym.acting(Role.OWNER)) as w:
        stranger = make_member(w)
    with open_work(gym.acting(Role.OWNER)) as w:
        own = make_member(w)
        with pytest.raises(NotFound):
            actions.tag(w, member_ids=[own, stranger], name="בוקר")
        assert queries.tags(w) == ()


@pytest.mark.parametrize("name", ["", "   ", "א" * 31, "א\x07", "..."])
def test_a_tag_needs_a_name_that_can_be(w, name):
    member_id = make_member(w)
    with pytest.raises(Refusal) as caught:
        actions.tag(w, member_ids=[member_id], name=name)
    assert caught.value.field == "name"


def test_a_tag_is_renamed_and_removed(w):
    member_id = make_member(w)
    tag = actions.tag(w, member_ids=[member_id], name="בוקר")
    actions.tag(w, member_ids=[member_id], name="ערב")
    with pytest.raises(Refusal):
        actions.rename_tag(w, tag_id=tag.tag_id, name="ערב")
    actions.rename_tag(w, tag_id=tag.tag_id, name="צהריים")
    assert [t.name for t in queries.tags(w)] == ["ערב", "צהריים"]
    actions.remove_tag(w, tag_id=tag.tag_id)
    w.session.flush()
    assert [t.name for t in queries.tags(w)] == ["ערב"]


def test_notes_are_newest_first_and_removed_by_their_author(gym, w):
    member_id = make_member(w)
    author = gym.acting_as(gym.acting(Role.COACH), user_id=new_id())
    with open_work(author) as coach:
        actions.add_note(coach, member_id=member_id, text="ראשונה")
        note_id = actions.add_note(coach, member_id=member_id, text="שנייה")
        assert [n.text for n in queries.notes(coach, member_id=member_id)] == ["שנייה", "ראשונה"]
        actions.remove_note(coach, note_id=note_id)
        coach.session.flush()
        assert [n.text for n in queries.notes(coach, member_id=member_id)] == ["ראשונה"]


def test_a_coach_does_not_remove_anothers_note_but_the_owner_does(gym, w):
    member_id = make_member(w)
    note_id = actions.add_note(w, member_id=member_id, text="של המנהלת")
    other = gym.acting_as(gym.acting(Role.COACH), user_id=new_id())
    with open_work(other) as coach, pytest.raises(Denied):
        actions.remove_note(coach, note_id=note_id)
    actions.remove_note(w, note_id=note_id)
    w.session.flush()
    assert queries.notes(w, member_id=member_id) == ()


def test_archiving_is_undone_by_restoring(w):
    member_id = make_member(w)
    actions.archive(w, member_id=member_id)
    with pytest.raises(Refusal):
        actions.archive(w, member_id=member_id)
    assert queries.roster(w).rows == ()
    actions.restore(w, member_id=member_id)
    with pytest.raises(Refusal):
        actions.restore(w, member_id=member_id)
    assert queries.roster(w).rows[0].id == member_id
    assert [name for name, _ in events(w)][-2:] == ["members.archived", "members.restored"]


def test_a_status_is_told_once(w):
    member_id = make_member(w)
    actions.set_status(w, member_id=member_id, status=MemberStatus.ACTIVE)
    actions.set_status(w, member_id=member_id, status=MemberStatus.ACTIVE)
    told = [facts for name, facts in events(w) if name == "members.status_changed"]
    assert told == [{"member_id": str(member_id), "before": "lead", "after": "active"}]


def deeds(member_id):
    other = new_id()
    return {
        "add": lambda w: actions.add(w, details=details()),
        "add_despite_duplicate": lambda w: actions.add_despite_duplicate(w, details=details()),
        "change": lambda w: actions.change(w, member_id=member_id, details=details("ים")),
        "change_own": lambda w: actions.change_own(w, member_id=member_id, details=OWN),
        "show_to_members": lambda w: actions.show_to_members(w, member_id=member_id, is_seen=True),
        "read_national_id": lambda w: actions.read_national_id(w, member_id=member_id),
        "tag": lambda w: actions.tag(w, member_ids=[member_id], name="בוקר"),
        "untag": lambda w: actions.untag(w, tag_id=other, member_ids=[member_id]),
        "rename_tag": lambda w: actions.rename_tag(w, tag_id=other, name="ערב"),
        "remove_tag": lambda w: actions.remove_tag(w, tag_id=other),
        "add_note": lambda w: actions.add_note(w, member_id=member_id, text="כתף"),
        "remove_note": lambda w: actions.remove_note(w, note_id=other),
        "archive": lambda w: actions.archive(w, member_id=member_id),
        "restore": lambda w: actions.restore(w, member_id=member_id),
    }


@pytest.mark.parametrize("deed", list(deeds(None)))
def test_a_member_may_do_none_of_it_to_another(gym, w, deed):
    member_id = make_member(w)
    w.session.flush()
    with (
        open_work(gym.acting(Role.MEMBER, member_id=new_id())) as own,
        pytest.raises(Denied),
    ):
        deeds(member_id)[deed](own)


@pytest.mark.parametrize("deed", [d for d in deeds(None) if not d.endswith("note")])
def test_a_coach_writes_notes_and_nothing_else(gym, w, deed):
    member_id = make_member(w)
    w.session.flush()
    with open_work(gym.acting(Role.COACH)) as coach, pytest.raises(Denied):
        deeds(member_id)[deed](coach)


@pytest.mark.parametrize(
    "deed", [d for d in deeds(None) if not d.startswith("add_") and d != "add"]
)
def test_another_gyms_owner_finds_nobody(gym, other_gym, deed):
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w, phone=PHONE)
        before = queries.card(w, member_id=member_id)
    with open_work(other_gym.acting(Role.OWNER)) as w, pytest.raises(NotFound):
        deeds(member_id)[deed](w)
    with open_work(gym.acting(Role.OWNER)) as w:
        assert queries.card(w, member_id=member_id) == before


def test_every_field_survives_a_round_trip(w):
    full = MemberDetails(
        first_name="נועה",
        last_name="כהן",
        phone="+972548123390",
        email=EMAIL,
        birth_date=date(1990, 5, 1),
        gender=Gender.FEMALE,
        address="הרצל 5, תל אביב",
        emergency_name="דן כהן",
        emergency_phone="+972521112223",
        joined_on=date(2025, 1, 1),
    )
    card = queries.card(w, member_id=actions.add(w, details=full))
    kept = ("first_name", "last_name", "phone", "email", "birth_date", "gender", "address")
    kept += ("emergency_name", "emergency_phone", "joined_on")
    assert {k: getattr(card, k) for k in kept} == {k: getattr(full, k) for k in kept}
