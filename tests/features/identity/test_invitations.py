"""Invitations: made, sent, accepted, revoked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from fitkit.core import crypto, jobs
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.i18n import Lang
from fitkit.core.permissions import ROLES, Permission, Role
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.features.identity import actions, flows, queries
from fitkit.features.identity.tables import Invitation, RoleGrant, User
from fitkit.features.members import actions as members
from fitkit.features.orgs.tables import Org
from fitkit.features.staff import actions as staff
from fitkit.ports.mail import Sent
from fitkit.texts import identity as texts
from tests.factories.entry import Postbox
from tests.factories.identity import enter, later_than, make_actor, make_role, make_user, signed_in
from tests.factories.members import make_member
from tests.factories.staff import make_staff

GUEST = "guest@example.com"
WORDS = "a-quiet-harbour"


@pytest.fixture
def member_id(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        return make_member(w)


@pytest.fixture
def staff_id(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        return make_staff(w)


def invite(gym, member_id, **changes):
    given = {"name": "נועה", "email": GUEST, "phone": "", "lang": Lang.HE} | changes
    with open_work(gym.acting(Role.OWNER)) as w:
        return actions.invite_member(w, member_id=member_id, **given)


def token_of(receipt) -> str:
    return receipt.path.strip("/").split("/")[-1]


def join_as_new(receipt, **changes):
    given = {"token": token_of(receipt), "name": "נועה כהן", "password": WORDS, "device": ""}
    return flows.join_as_new(None, VISITOR, **(given | changes))


def refused(text):
    return pytest.raises(Refusal, match=text.en[:30].replace("'", "."))


def test_somebody_new_joins_with_a_name_and_a_password(gym, member_id):
    entry = join_as_new(invite(gym, member_id, phone="054-812-3390"))
    found = signed_in(entry.token)
    assert (found.email, found.name, found.actor.org_id) == (GUEST, "נועה כהן", gym.org_id)
    assert found.actor.member_id == member_id
    assert found.actor.permissions == ROLES[Role.MEMBER]
    with open_work(gym.system) as w:
        names = w.session.execute(select(EventLog.name).order_by(EventLog.id)).scalars().all()
    assert names[-3:] == [
        "identity.user_joined",
        "identity.role_granted",
        "identity.invitation_accepted",
    ]
    assert signed_in(enter("+972548123390")).email == GUEST


def test_a_user_of_another_gym_joins_and_keeps_the_account(gym, other_gym, member_id):
    actor = make_actor(other_gym.org_id, Role.OWNER, "tal@example.com")
    joined = flows.join(None, actor, token=token_of(invite(gym, member_id)))
    assert joined.user_id == actor.user_id
    with open_work(VISITOR) as w:
        assert w.session.execute(select(User.id)).scalars().all() == [actor.user_id]
        roles = w.session.execute(select(RoleGrant.org_id, RoleGrant.role)).all()
    assert set(roles) == {(other_gym.org_id, Role.OWNER), (gym.org_id, Role.MEMBER)}


def test_the_gym_that_was_joined_is_the_one_in_use(gym, other_gym, member_id):
    make_actor(other_gym.org_id, Role.OWNER, "tal@example.com")
    token = enter("tal@example.com")
    flows.join(None, signed_in(token).actor, token=token_of(invite(gym, member_id)))
    assert signed_in(token).actor.member_id == member_id


def test_an_invitation_works_once(gym, member_id):
    receipt = invite(gym, member_id)
    join_as_new(receipt)
    make_user("tal@example.com")
    with refused(texts.INVITATION_GONE):
        flows.join(None, signed_in(enter("tal@example.com")).actor, token=token_of(receipt))
    with refused(texts.INVITATION_GONE):
        join_as_new(receipt)


def test_an_address_that_has_an_account_is_not_taken_over(gym, member_id):
    make_user(GUEST)
    receipt = invite(gym, member_id)
    with refused(texts.SIGN_IN_FIRST):
        join_as_new(receipt, password="another-quiet-harbour")
    assert signed_in(enter(GUEST)).actor.org_id is None
    flows.join(None, signed_in(enter(GUEST)).actor, token=token_of(receipt))
    assert signed_in(enter(GUEST)).actor.member_id == member_id


def test_a_link_without_an_address_makes_no_account_by_itself(gym, member_id):
    receipt = invite(gym, member_id, email="", phone="054-812-3390")
    assert not receipt.by_mail
    with refused(texts.SIGN_IN_FIRST):
        join_as_new(receipt)


def test_what_is_wrong_with_a_new_account_is_said_and_the_link_stays_good(gym, member_id):
    receipt = invite(gym, member_id)
    with pytest.raises(Invalid) as wrong:
        join_as_new(receipt, name=" ", password="short")
    assert set(wrong.value.problems) == {"name", "password"}
    assert join_as_new(receipt).role is Role.MEMBER


def test_an_invitation_ends_after_fourteen_days(gym, member_id):
    receipt = invite(gym, member_id)
    with open_work(VISITOR) as w:
        until = w.session.execute(select(Invitation.expires_at)).scalar_one()
        w.now = until - timedelta(microseconds=1)
        assert queries.invitation(w, token=token_of(receipt)).email == GUEST
        w.now = until
        with refused(texts.INVITATION_GONE):
            queries.invitation(w, token=token_of(receipt))
    with open_work(flows._in_gym(VISITOR, gym.org_id)) as w:
        w.now = until
        with refused(texts.INVITATION_GONE):
            actions.accept_as_new(
                w, token=token_of(receipt), name="נועה", password=WORDS, device=""
            )


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 500])
def test_an_unknown_link_opens_nothing(gym, token):
    with open_work(VISITOR) as w, refused(texts.INVITATION_GONE):
        queries.invitation(w, token=token)


def test_a_closed_gyms_link_opens_nothing(gym, member_id):
    receipt = invite(gym, member_id)
    with open_work(VISITOR) as w:
        w.get(Org, gym.org_id).closed_at = w.now
    with refused(texts.INVITATION_GONE):
        join_as_new(receipt)


def test_a_revoked_link_opens_nothing(gym, member_id):
    receipt = invite(gym, member_id)
    with open_work(gym.acting(Role.ADMIN)) as w:
        actions.revoke_invitation(w, invitation_id=receipt.invitation_id)
        assert queries.open_invitations(w) == []
        with pytest.raises(NotFound):
            actions.revoke_invitation(w, invitation_id=receipt.invitation_id)
    with refused(texts.INVITATION_GONE):
        join_as_new(receipt)


def test_who_is_put_away_comes_in_by_no_link_sent_before(gym, member_id, staff_id):
    for_member = invite(gym, member_id)
    with open_work(gym.acting(Role.OWNER)) as w:
        for_coach = actions.invite_staff(
            w,
            staff_id=staff_id,
            role=Role.COACH,
            name="",
            email="coach@example.com",
            phone="",
            lang=Lang.HE,
        )
        members.archive(w, member_id=member_id)
        staff.archive(w, staff_id=staff_id)
    for receipt in (for_member, for_coach):
        with refused(texts.INVITATION_GONE):
            join_as_new(receipt)
    with open_work(gym.acting(Role.OWNER)) as w:
        assert queries.open_invitations(w) == []


def test_who_is_put_away_is_not_invited(gym, member_id):
    with open_work(gym.acting(Role.OWNER)) as w:
        members.archive(w, member_id=member_id)
    with pytest.raises(NotFound):
        invite(gym, member_id)


def test_the_token_is_kept_as_a_hash_and_sealed(gym, member_id):
    receipt = invite(gym, member_id)
    token = token_of(receipt)
    with open_work(VISITOR) as w:
        row = w.session.execute(select(Invitation)).scalar_one()
    assert row.token_hash == crypto.digest(token)
    assert token not in row.token_sealed


def test_a_letter_carries_the_link_in_the_invited_persons_language(gym, member_id):
    receipt = invite(gym, member_id, lang=Lang.EN)
    box = Postbox()
    jobs.run_ready(box.ports)
    letter = next(m for m in box.letters if m.to == GUEST)
    assert settings().public_url + receipt.path in letter.text
    assert receipt.path.startswith("/en/join/")
    assert letter.subject == "You're invited to נמל"
    assert 'dir="ltr"' in letter.html


def test_a_letter_that_is_refused_for_ever_is_shown_to_the_gym(gym, member_id):
    invite(gym, member_id)
    jobs.run_ready(Postbox(Sent.REFUSED).ports)
    with open_work(gym.acting(Role.OWNER)) as w:
        assert [v.has_bounced for v in queries.open_invitations(w)] == [True]


def test_no_letter_goes_out_for_a_link_that_was_revoked_meanwhile(gym, member_id):
    receipt = invite(gym, member_id)
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.revoke_invitation(w, invitation_id=receipt.invitation_id)
    box = Postbox()
    jobs.run_ready(box.ports)
    assert [m for m in box.letters if m.to == GUEST] == []


def test_sending_again_keeps_the_link_and_renews_its_time(gym, member_id):
    receipt = invite(gym, member_id)
    with open_work(gym.acting(Role.OWNER)) as w:
        with refused(texts.WAIT_TO_RESEND):
            actions.resend_invitation(w, invitation_id=receipt.invitation_id)
        later_than(w, days=20)
        again = actions.resend_invitation(w, invitation_id=receipt.invitation_id)
        assert again.path == receipt.path
        assert queries.invitation(w, token=token_of(receipt)).email == GUEST


def test_a_link_is_sent_six_times_at_most(gym, member_id):
    receipt = invite(gym, member_id)
    with open_work(gym.acting(Role.OWNER)) as w:
        for _ in range(5):
            later_than(w, minutes=1)
            actions.resend_invitation(w, invitation_id=receipt.invitation_id)
        later_than(w, minutes=1)
        with refused(texts.TOO_MANY_LETTERS):
            actions.resend_invitation(w, invitation_id=receipt.invitation_id)


def test_one_open_invitation_a_person(gym, member_id):
    invite(gym, member_id)
    with refused(texts.ALREADY_INVITED):
        invite(gym, member_id)


def test_who_is_in_is_not_invited_again(gym, member_id):
    join_as_new(invite(gym, member_id))
    with refused(texts.ALREADY_HERE):
        invite(gym, member_id, email="second@example.com")


def test_a_profile_that_belongs_to_somebody_is_given_to_nobody_else(gym, member_id):
    receipt = invite(gym, member_id)
    make_role(gym.org_id, make_user("tal@example.com"), Role.MEMBER, member_id=member_id)
    with refused(texts.PROFILE_IS_ANOTHERS):
        join_as_new(receipt)


def test_one_user_is_not_two_members_of_a_gym(gym, member_id):
    join_as_new(invite(gym, member_id))
    with open_work(gym.acting(Role.OWNER)) as w:
        second = make_member(w, "טל")
    actor = signed_in(enter(GUEST)).actor
    with refused(texts.PROFILE_IS_ANOTHERS):
        flows.join(None, actor, token=token_of(invite(gym, second)))


def test_another_gyms_member_cannot_be_invited(gym, other_gym, member_id):
    with pytest.raises(NotFound):
        invite(other_gym, member_id)


def test_an_invitation_is_nobodys_business_in_another_gym(gym, other_gym, member_id):
    receipt = invite(gym, member_id)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert queries.open_invitations(w) == []
        for deed in (actions.revoke_invitation, actions.resend_invitation, queries.invitation_path):
            with pytest.raises(NotFound):
                deed(w, invitation_id=receipt.invitation_id)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"email": "x"}, {"email"}),
        ({"phone": "1"}, {"phone"}),
        ({"email": "", "phone": ""}, {"email"}),
        ({"name": "x" * 81}, {"name"}),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_at_its_field(gym, member_id, changes, fields):
    with pytest.raises(Invalid) as wrong:
        invite(gym, member_id, **changes)
    assert set(wrong.value.problems) == fields


def test_a_coach_is_invited_narrowed_and_comes_in_so(gym, staff_id):
    with open_work(gym.acting(Role.OWNER)) as w:
        receipt = actions.invite_staff(
            w,
            staff_id=staff_id,
            role=Role.COACH,
            name="יואב",
            email=GUEST,
            phone="",
            lang=Lang.HE,
            without=[Permission.NOTE_MEMBERS],
        )
        with pytest.raises(Refusal):
            actions.invite_staff(
                w, staff_id=staff_id, role=Role.MEMBER, name="", email=GUEST, phone="", lang=Lang.HE
            )
    found = signed_in(join_as_new(receipt).token)
    assert found.actor.staff_id == staff_id
    assert found.actor.permissions == ROLES[Role.COACH] - {Permission.NOTE_MEMBERS}


def test_an_admin_invites_no_admin_and_never_sees_the_link_of_one(gym, staff_id):
    given = {"staff_id": staff_id, "role": Role.ADMIN, "name": "", "email": GUEST, "phone": ""}
    with open_work(gym.acting(Role.ADMIN)) as w, refused(texts.ROLE_TOO_HIGH):
        actions.invite_staff(w, lang=Lang.HE, **given)
    with open_work(gym.acting(Role.OWNER)) as w:
        receipt = actions.invite_staff(w, lang=Lang.HE, **given)
    with open_work(gym.acting(Role.ADMIN)) as w:
        assert [v.may_manage for v in queries.open_invitations(w)] == [False]
        with pytest.raises(Denied):
            queries.invitation_path(w, invitation_id=receipt.invitation_id)
        with refused(texts.ROLE_TOO_HIGH):
            actions.resend_invitation(w, invitation_id=receipt.invitation_id)


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
def test_who_may_not_invite_is_denied(gym, member_id, role):
    with open_work(gym.acting(role)) as w:
        with pytest.raises(Denied):
            actions.invite_member(
                w, member_id=member_id, name="", email=GUEST, phone="", lang=Lang.HE
            )
        with pytest.raises(Denied):
            queries.open_invitations(w)


def test_a_half_signed_in_user_joins_nothing(gym, member_id):
    receipt = invite(gym, member_id)
    make_user("tal@example.com")
    actor = signed_in(enter("tal@example.com")).actor
    with pytest.raises(Denied):
        flows.join(None, replace(actor, permissions=frozenset()), token=token_of(receipt))


def test_joining_gives_nothing_of_the_gym_one_came_from(gym, other_gym, member_id):
    make_actor(other_gym.org_id, Role.OWNER, "tal@example.com")
    token = enter("tal@example.com")
    flows.join(None, signed_in(token).actor, token=token_of(invite(gym, member_id)))
    found = signed_in(token)
    assert found.actor.org_id == gym.org_id
    assert found.actor.permissions == ROLES[Role.MEMBER]
