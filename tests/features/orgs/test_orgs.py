from dataclasses import replace
from datetime import time

import pytest
from sqlmodel import select

from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.events import EventLog, PlatformLog
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.identity.tables import RoleGrant
from fitkit.features.orgs import actions, queries, rules
from fitkit.features.orgs.rules import GymKind, QuietHours
from fitkit.features.orgs.tables import Agreement, Org, OrgSettings
from fitkit.texts import orgs as texts
from tests.factories.identity import behind, enter, make_actor, make_user, signed_in
from tests.factories.orgs import open_a_gym


def events_of(gym) -> list[str]:
    with open_work(gym.system) as w:
        return list(w.session.execute(select(EventLog.name).order_by(EventLog.id)).scalars())


def test_a_gym_is_opened_whole(rolled_back):
    user_id = make_user()
    token = enter()
    opened = open_a_gym(signed_in(token).actor)
    owner = signed_in(token)
    assert owner.actor.org_id == opened.org_id
    assert owner.roles == (Role.OWNER,)
    with open_work(owner.actor) as w:
        card = queries.card(w)
        facts = queries.opening(w)
        accepted = queries.agreements(w)
        log = w.session.execute(select(EventLog).order_by(EventLog.id)).scalars().all()
    assert (card.slug, card.name, card.kind) == ("studio-yam", "סטודיו ים", GymKind.PILATES)
    assert facts.location_name == "הרצל"
    assert {a.document: a.version for a in accepted} == rules.VERSIONS
    assert {a.user_id for a in accepted} == {user_id}
    assert log[0].name == "orgs.opened"
    assert log[0].actor_user_id == user_id
    assert log[0].facts == {"kind": "pilates", "user_id": str(user_id)}


def test_nothing_of_a_gym_stays_when_its_opening_fails_halfway(rolled_back, monkeypatch):
    make_user()
    actor = signed_in(enter()).actor
    monkeypatch.setattr(rules, "VERSIONS", rules.VERSIONS)
    from fitkit.features.identity import flows

    def broken(*a, **k):
        raise RuntimeError

    monkeypatch.setattr(flows.actions, "give_role", broken)
    with pytest.raises(RuntimeError):
        open_a_gym(actor)
    with open_work(VISITOR.as_platform("test")) as w:
        assert w.session.execute(select(Org)).first() is None
        assert w.session.execute(select(Agreement)).first() is None
        assert w.session.execute(select(EventLog)).first() is None
        assert w.session.execute(select(RoleGrant)).first() is None


def test_a_taken_slug_is_said_at_its_field(gym):
    make_user()
    with pytest.raises(Refusal) as refused:
        open_a_gym(signed_in(enter()).actor, slug="namal")
    assert refused.value.field == "slug"
    assert refused.value.text == texts.SLUG_TAKEN


def test_a_gym_needs_the_documents_accepted(rolled_back):
    make_user()
    with pytest.raises(Invalid) as refused:
        open_a_gym(signed_in(enter()).actor, accepted={})
    assert refused.value.problems == {"accepted": texts.ACCEPT_FIRST}


def test_nobody_opens_a_gym_without_signing_in(rolled_back):
    with pytest.raises(Denied):
        open_a_gym(VISITOR)


def test_a_fourth_gym_in_a_day_is_refused(rolled_back):
    make_user()
    token = enter()
    for n in range(3):
        open_a_gym(signed_in(token).actor, slug=f"studio-{n}")
    with pytest.raises(Refusal) as refused:
        open_a_gym(signed_in(token).actor, slug="studio-3")
    assert refused.value.text == texts.TOO_MANY_GYMS


def test_an_owner_of_one_gym_opens_another_and_has_nothing_of_the_first_there(gym):
    actor = make_actor(gym.org_id, Role.OWNER, "dana@example.com")
    opened = open_a_gym(actor)
    with open_work(gym.system) as w:
        assert w.session.execute(select(OrgSettings)).first() is None
        names = w.session.execute(select(EventLog.name)).scalars().all()
    assert "orgs.opened" not in names
    with open_work(replace(gym.system, org_id=opened.org_id)) as w:
        assert w.session.execute(select(OrgSettings.first_location)).scalar_one() == "הרצל"


def test_opening_leaves_the_platforms_log_alone(rolled_back):
    make_user()
    actor = signed_in(enter()).actor
    open_a_gym(actor)
    with open_work(VISITOR) as w:
        names = w.session.execute(select(PlatformLog.name)).scalars().all()
    assert "orgs.opened" not in names


def test_details_are_changed_and_which_is_told(gym, w):
    actions.change_details(
        w,
        name="נמל ים",
        phone="054-812-3390",
        email="",
        address="",
        zone="Asia/Jerusalem",
        lang=Lang.HE,
    )
    card = queries.card(w)
    assert (card.name, card.phone) == ("נמל ים", "+972548123390")
    event = w.session.execute(select(EventLog)).scalar_one()
    assert event.facts == {"fields": ["name", "phone"]}


def test_changing_nothing_tells_nothing(gym, w):
    c = queries.card(w)
    actions.change_details(
        w, name=c.name, phone=c.phone, email=c.email, address=c.address, zone=c.zone, lang=c.lang
    )
    actions.change_brand(w, brand=c.brand.lower())
    assert w.session.execute(select(EventLog)).first() is None


def test_wrong_details_change_nothing_and_say_where(gym, w):
    with pytest.raises(Invalid) as refused:
        actions.change_details(
            w, name="", phone="1", email="x", address="", zone="Nowhere", lang=Lang.HE
        )
    assert set(refused.value.problems) == {"name", "phone", "email", "zone"}
    assert queries.card(w).name == "נמל"


@pytest.mark.parametrize("brand", ["", "red", "#12345", "#1234567", "#12345g", "123456", "#fff"])
def test_a_brand_is_six_hex_digits(gym, w, brand):
    with pytest.raises(Refusal) as refused:
        actions.change_brand(w, brand=brand)
    assert refused.value.field == "brand"


def test_settings_are_kept(gym, w):
    actions.change_settings(
        w, quiet_from=time(21), quiet_to=time(6, 30), observes_sabbath=True, totp_required=True
    )
    kept = queries.settings(w)
    assert kept.quiet == QuietHours(time(21), time(6, 30), observes_sabbath=True)
    assert kept.totp_required
    assert events_of(gym) == ["orgs.settings_changed"]


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
def test_who_may_not_edit_settings_is_denied(gym, role):
    with open_work(gym.acting(role)) as w:
        for deed in (
            lambda: actions.change_brand(w, brand="#000000"),
            lambda: actions.change_settings(
                w, quiet_from=time(1), quiet_to=time(2), observes_sabbath=False, totp_required=False
            ),
            lambda: queries.settings(w),
            lambda: queries.agreements(w),
        ):
            with pytest.raises(Denied):
                deed()


def test_one_gyms_settings_do_not_touch_anothers(gym, other_gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.change_settings(
            w, quiet_from=time(1), quiet_to=time(2), observes_sabbath=True, totp_required=True
        )
        actions.change_brand(w, brand="#000000")
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert queries.settings(w) == queries.GymSettings(QuietHours(), totp_required=False)
        assert queries.card(w).brand == rules.DEFAULT_BRAND


def test_new_versions_are_accepted_once(gym, monkeypatch):
    actor = make_actor(gym.org_id, Role.OWNER, "dana@example.com")
    with open_work(actor) as w:
        assert queries.setup(w).documents_missing == 3
        actions.accept_documents(w, accepted=dict(rules.VERSIONS))
        actions.accept_documents(w, accepted=dict(rules.VERSIONS))
        assert queries.setup(w).documents_missing == 0
        assert len(queries.agreements(w)) == 3
        with pytest.raises(Refusal):
            actions.accept_documents(w, accepted={})


def test_setup_facts_follow_what_is_done(gym, w):
    assert not queries.setup(w).has_contact
    actions.change_brand(w, brand="#112233")
    actions.change_details(
        w,
        name="נמל",
        phone="054-812-3390",
        email="",
        address="הנמל 1",
        zone="Asia/Jerusalem",
        lang=Lang.HE,
    )
    facts = queries.setup(w)
    assert (facts.has_contact, facts.has_address, facts.has_own_brand) == (True, True, True)


def test_a_gym_is_found_by_its_slug_while_it_is_open(gym):
    with open_work(VISITOR) as w:
        assert queries.by_slug(w, slug="NAMAL").id == gym.org_id
        w.get(Org, gym.org_id).closed_at = w.now
        w.session.flush()
        with pytest.raises(NotFound):
            queries.by_slug(w, slug="namal")
        with pytest.raises(NotFound):
            queries.by_slug(w, slug="no-such")


def test_only_free_slugs_are_proposed(gym, w):
    assert queries.free_slugs(w, name="נמל") == ["namal-gym", "namal-fit", "namal-tlv"]
    assert not queries.is_slug_free(w, slug="namal")
    assert not queries.is_slug_free(w, slug="he")
    assert queries.is_slug_free(w, slug="namal-2")


def test_a_closed_gym_is_no_gym_of_anybody(gym):
    make_actor(gym.org_id, Role.OWNER, "dana@example.com")
    token = enter("dana@example.com")
    with open_work(VISITOR) as w:
        w.get(Org, gym.org_id).closed_at = w.now
    found = behind(token)
    assert found.actor.org_id is None
    assert found.roles == ()


def test_a_card_needs_a_gym(rolled_back):
    make_user()
    with open_work(signed_in(enter()).actor) as w, pytest.raises(NotFound):
        queries.card(w)
