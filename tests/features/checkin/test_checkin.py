"""The door: passes, scans, kiosks, and who may ask what."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from fitkit.core import crypto
from fitkit.core.actor import VISITOR, Actor
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.permissions import Permission, Role
from fitkit.core.settings import settings
from fitkit.core.work import Work, open_work
from fitkit.features.booking import actions as booking
from fitkit.features.checkin import actions, flows, queries, rules
from fitkit.features.checkin.rules import Outcome
from fitkit.features.checkin.tables import KioskKey
from fitkit.features.members import actions as members
from fitkit.features.scheduling import actions as scheduling
from fitkit.wiring import ports
from tests.conftest import Gym
from tests.factories.booking import as_member, book, weekly_member
from tests.factories.locations import make_location
from tests.factories.members import make_member
from tests.factories.scheduling import make_place, session_at

EVENING = datetime(2026, 11, 23, 16, 10, tzinfo=UTC)  # a Monday, 18:10 in Tel Aviv
CLASS_AT = EVENING + timedelta(minutes=20)


@pytest.fixture
def w(gym: Gym) -> Iterator[Work]:
    """A Work of the gym's owner on a Monday evening, whatever the hour is."""
    with open_work(gym.acting(Role.OWNER)) as work:
        yield replace(work, now=EVENING)


class Door:
    """A class in twenty minutes, Noa with a place in it, a kiosk at its location."""

    def __init__(self, w: Work) -> None:
        self.w = w
        self.place = make_place(w)
        self.session = session_at(w, self.place, CLASS_AT)
        self.noa = weekly_member(w, "נועה", 7)
        book(w, self.session, self.noa)
        self.kiosk = actions.add_kiosk(w, name="דלת", location_id=self.place.location_id)

    def code(self, member_id: UUID | None = None, at: Work | None = None) -> str:
        return queries.pass_of(at or self.w, member_id=member_id or self.noa).ring.code(0)

    def scan(self, code: str, w: Work | None = None) -> Outcome:
        return actions.scan(w or self.w, code=code, session_id=self.session).outcome

    @property
    def tablet(self) -> Work:
        kiosk = Actor(org_id=self.w.actor.org_id, permissions=frozenset({Permission.USE_KIOSK}))
        return replace(self.w, actor=kiosk)

    def door_code(self) -> str:
        return queries.door(self.tablet, kiosk_id=self.kiosk.kiosk_id).ring.code(0)

    def events(self, name: str = "booking.checked_in") -> int:
        found = sa.text("select count(*) from event_log where name = :n")
        return self.w.hot(found, {"n": name}).scalar_one()


@pytest.fixture
def door(w: Work) -> Door:
    return Door(w)


def later(w: Work, **by: float) -> Work:
    return replace(w, now=w.now + timedelta(**by))


# --- scans


def test_a_scan_checks_in(door: Door):
    done = actions.scan(door.w, code=door.code(), session_id=door.session)
    assert (done.outcome, done.member_id, done.name) == (
        Outcome.CHECKED_IN,
        door.noa,
        "נועה כהן",
    )
    assert door.events() == 1


def test_scanning_again_on_another_device_finds_them_in(door: Door):
    code = door.code()
    assert [door.scan(code), door.scan(code), door.scan(code, later(door.w, seconds=75))] == [
        Outcome.CHECKED_IN,
        Outcome.WAS_IN,
        Outcome.WAS_IN,
    ]
    assert door.events() == 1


def test_who_has_no_place_is_named_and_not_checked_in(door: Door):
    dana = make_member(door.w, "דנה")
    done = actions.scan(door.w, code=door.code(dana), session_id=door.session)
    assert (done.outcome, done.member_id) == (Outcome.NO_PLACE, dana)


def test_who_gave_the_place_back_has_none(door: Door):
    booking.cancel(as_member(door.w, door.noa), session_id=door.session, member_id=door.noa)
    assert door.scan(door.code()) is Outcome.NO_PLACE


def test_a_screenshot_of_before_changes_nothing_and_tells_nothing(door: Door):
    done = actions.scan(later(door.w, minutes=5), code=door.code(), session_id=door.session)
    assert (done.outcome, done.member_id, done.name) == (Outcome.UNKNOWN, None, "")
    assert door.events() == 0


@pytest.mark.parametrize("forged", ["", "A" * 34, "https://example.com", "נ" * 34, "x" * 5000])
def test_a_forged_code_tells_nothing(door: Door, forged: str):
    done = actions.scan(door.w, code=forged, session_id=door.session)
    assert (done.outcome, done.member_id, done.name) == (Outcome.UNKNOWN, None, "")


def test_another_gyms_pass_tells_nothing(door: Door, other_gym: Gym):
    key = crypto.keys_for(f"pass:{other_gym.org_id}")[0]
    theirs = rules.make_ring(door.noa, key=key, first=rules.step_of(EVENING), count=1)
    assert door.scan(theirs.code(0)) is Outcome.UNKNOWN


def test_somebody_put_away_is_unknown(door: Door):
    code = door.code()
    members.archive(door.w, member_id=door.noa)
    assert door.scan(code) is Outcome.UNKNOWN


def test_too_early_is_said(door: Door):
    morning = later(door.w, hours=-3)
    code = door.code(at=morning)
    with pytest.raises(Refusal):
        actions.scan(morning, code=code, session_id=door.session)


def test_a_cancelled_class_is_said(door: Door):
    scheduling.cancel_session(door.w, session_id=door.session)
    with pytest.raises(Refusal):
        door.scan(door.code())


def test_a_new_secret_key_leaves_todays_passes_good(door: Door, monkeypatch: pytest.MonkeyPatch):
    code = door.code()
    kid, key = next(iter(settings().secret_keys))
    newer = (("k9", b"9" * 32), (kid, key))
    monkeypatch.setattr(crypto, "settings", lambda: replace(settings(), secret_keys=newer))
    crypto._keys.cache_clear()
    crypto._derived.cache_clear()
    try:
        assert door.scan(code) is Outcome.CHECKED_IN
        assert door.code() != code
    finally:
        monkeypatch.undo()
        crypto._keys.cache_clear()
        crypto._derived.cache_clear()


# --- whose pass


def test_members_have_their_own_pass_and_their_childrens(door: Door):
    child, stranger = make_member(door.w, "ילד"), make_member(door.w, "זר")
    noa = as_member(door.w, door.noa)
    noa = replace(noa, actor=replace(noa.actor, ward_ids=frozenset({child})))
    assert queries.pass_of(noa, member_id=child).name == "ילד כהן"
    with pytest.raises(Denied):
        queries.pass_of(noa, member_id=stranger)


# --- the kiosk


def test_a_phone_finds_who_has_a_place_by_its_end_or_whole(door: Door):
    gal = weekly_member(door.w, "גל", 6)
    with_phone(door.w, gal, "054-812-3390")
    book(door.w, door.session, gal)
    for typed in ("3390", "0548123390", "+972-54-8123390"):
        found = queries.people_by_phone(door.tablet, kiosk_id=door.kiosk.kiosk_id, digits=typed)
        assert [(p.first_name, p.initial) for p in found] == [("גל", "כ")], typed
        assert [c.session_id for c in found[0].classes] == [door.session]


def test_who_has_no_place_now_is_not_found_by_phone(door: Door):
    dana = make_member(door.w, "דנה", phone="054-812-3391")
    assert dana
    kiosk_id = door.kiosk.kiosk_id
    assert queries.people_by_phone(door.tablet, kiosk_id=kiosk_id, digits="3391") == ()


def test_three_digits_are_too_few(door: Door):
    with pytest.raises(Refusal):
        queries.people_by_phone(door.tablet, kiosk_id=door.kiosk.kiosk_id, digits="339")


@pytest.mark.parametrize(
    ("minutes", "is_there"),
    [(-41, False), (-40, True), (0, True), (79, True), (80, False)],
)
def test_a_kiosk_knows_classes_from_an_hour_before_until_their_end(
    door: Door, minutes: int, is_there: bool
):
    kiosk_id, tablet = door.kiosk.kiosk_id, later(door.tablet, minutes=minutes)
    found = actions.scan_at_kiosk(
        tablet, kiosk_id=kiosk_id, code=door.code(at=later(door.w, minutes=minutes))
    )
    assert found is not None
    assert bool(found.classes) is is_there


def test_a_kiosk_checks_in_once(door: Door):
    ids = {"kiosk_id": door.kiosk.kiosk_id, "session_id": door.session, "member_id": door.noa}
    done = [actions.check_in_at_kiosk(door.tablet, **ids) for _ in range(2)]
    assert done == [Outcome.CHECKED_IN, Outcome.WAS_IN]
    assert door.events() == 1


def test_a_kiosk_lets_nobody_in_elsewhere(door: Door):
    elsewhere = actions.add_kiosk(door.w, name="אחר", location_id=make_location(door.w, "צפון"))
    with pytest.raises(NotFound):
        actions.check_in_at_kiosk(
            door.tablet, kiosk_id=elsewhere.kiosk_id, session_id=door.session, member_id=door.noa
        )


def test_a_kiosk_may_do_nothing_else(door: Door):
    ids = {"session_id": door.session, "member_id": door.noa}
    for deed in (booking.check_in, booking.book, booking.cancel, booking.clear_attendance):
        with pytest.raises(Denied):
            deed(door.tablet, **ids)
    with pytest.raises(Denied):
        actions.scan(door.tablet, code=door.code(), session_id=door.session)
    with pytest.raises(Denied):
        queries.kiosks(door.tablet)


def test_nobody_but_a_kiosk_asks_as_one(door: Door):
    kiosk_id = door.kiosk.kiosk_id
    for who in (door.w, as_member(door.w, door.noa)):
        with pytest.raises(Denied):
            queries.people_by_phone(who, kiosk_id=kiosk_id, digits="3390")
        with pytest.raises(Denied):
            queries.door(who, kiosk_id=kiosk_id)


def test_a_kiosks_pace_is_limited(door: Door):
    ids = {"kiosk_id": door.kiosk.kiosk_id, "digits": "3390"}
    for _ in range(flows.ASKS.burst):
        flows.find_by_phone(ports(), door.tablet.actor, **ids)
    with pytest.raises(Refusal) as refused:
        flows.find_by_phone(ports(), door.tablet.actor, **ids)
    assert refused.value.text.en.startswith("Too many")


# --- addresses


def recognised(token: str) -> UUID | None:
    found = flows.recognise_kiosk(ports(), VISITOR, token=token)
    return found.kiosk_id if found else None


def test_an_address_opens_its_kiosk_until_it_is_revoked(door: Door):
    assert recognised(door.kiosk.token) == door.kiosk.kiosk_id
    actions.revoke_kiosk(door.w, kiosk_id=door.kiosk.kiosk_id)
    actions.revoke_kiosk(door.w, kiosk_id=door.kiosk.kiosk_id)
    assert door.events("checkin.kiosk_revoked") == 1
    with pytest.raises(NotFound):
        queries.door(door.tablet, kiosk_id=door.kiosk.kiosk_id)
    assert recognised(door.kiosk.token) is None


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "' or 1=1 --"])
def test_other_addresses_open_nothing(door: Door, token: str):
    assert recognised(token) is None


def test_the_address_is_kept_as_a_digest(door: Door):
    kept = door.w.session.scalars(sa.select(KioskKey.token_hash)).all()
    assert kept == [crypto.digest(door.kiosk.token)]


def test_another_gyms_kiosk_is_not_there(door: Door, other_gym: Gym):
    foreign = Actor(org_id=other_gym.org_id, permissions=frozenset({Permission.USE_KIOSK}))
    with open_work(foreign) as tablet, pytest.raises(NotFound):
        queries.door(tablet, kiosk_id=door.kiosk.kiosk_id)


def test_owners_see_their_kiosks_and_when_they_were_there(door: Door):
    recognised(door.kiosk.token)
    with open_work(door.w.actor) as fresh:
        (kiosk,) = queries.kiosks(fresh)
    assert (kiosk.name, kiosk.revoked_at) == ("דלת", None)
    assert kiosk.last_seen_at is not None


def test_a_kiosk_needs_a_name_and_an_open_location(door: Door):
    with pytest.raises(Refusal) as refused:
        actions.add_kiosk(door.w, name="  ", location_id=door.place.location_id)
    assert refused.value.field == "name"


# --- the door's own code


def test_a_member_comes_in_by_the_doors_code(door: Door):
    noa = as_member(door.w, door.noa)
    found = queries.at_door(noa, code=door.door_code(), member_id=door.noa)
    assert found is not None
    assert [c.session_id for c in found.classes] == [door.session]
    ids = {"code": door.door_code(), "session_id": door.session, "member_id": door.noa}
    assert actions.come_in(noa, **ids) is Outcome.CHECKED_IN
    assert actions.come_in(noa, **ids) is Outcome.WAS_IN


def test_an_old_door_code_is_refused_with_what_to_do(door: Door):
    noa, code = as_member(door.w, door.noa), door.door_code()
    ids = {"code": code, "session_id": door.session, "member_id": door.noa}
    assert actions.come_in(later(noa, seconds=69), **ids) is Outcome.CHECKED_IN
    with pytest.raises(Refusal):
        actions.come_in(later(noa, seconds=70 + 60), **ids)
    assert queries.at_door(later(noa, minutes=3), code=code, member_id=door.noa) is None


def test_a_pass_is_no_door_and_a_door_no_pass(door: Door):
    noa = as_member(door.w, door.noa)
    assert queries.at_door(noa, code=door.code(), member_id=door.noa) is None
    assert door.scan(door.door_code()) is Outcome.UNKNOWN


def test_nobody_comes_in_for_another(door: Door):
    dana = make_member(door.w, "דנה")
    with pytest.raises(Denied):
        actions.come_in(
            as_member(door.w, dana),
            code=door.door_code(),
            session_id=door.session,
            member_id=door.noa,
        )


def test_a_revoked_doors_code_is_over(door: Door):
    code = door.door_code()
    actions.revoke_kiosk(door.w, kiosk_id=door.kiosk.kiosk_id)
    assert queries.at_door(as_member(door.w, door.noa), code=code, member_id=door.noa) is None


def with_phone(w: Work, member_id: UUID, phone: str) -> None:
    from fitkit.features.members.rules import MemberDetails

    members.change(
        w, member_id=member_id, details=MemberDetails(first_name="גל", last_name="כהן", phone=phone)
    )
