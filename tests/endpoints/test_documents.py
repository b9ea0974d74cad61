"""A document's file by its address: for its member and for staff with the gym's money, for nobody else."""

import pytest
from starlette.applications import Starlette

from fitkit import wiring
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.endpoints import documents as endpoint
from fitkit.endpoints.security import Security
from fitkit.features.documents import actions, flows
from fitkit.features.documents.tables import TaxDocument
from fitkit.ports.invoices import Issuer
from fitkit.web.session import COOKIE
from tests.conftest import Gym, make_gym
from tests.endpoints.client import TestClient
from tests.factories.documents import paid_charge
from tests.factories.identity import enter, make_role, make_user
from tests.factories.members import make_member

pytestmark = pytest.mark.usefixtures("rolled_back")
ADDRESS = "noa@example.com"


def token_of(gym: Gym, role: Role, email: str = ADDRESS, **link) -> str:
    make_role(gym.org_id, make_user(email, "Noa"), role, **link)
    return enter(email)


def document_of(gym: Gym, *, is_issued: bool = True):
    """(member, document)"""
    owner, ports = gym.acting(Role.OWNER), wiring.ports()
    flows.choose_issuer(
        ports, owner, issuer=Issuer.DEMO, credentials=None, is_exempt=False, mails_them=False
    )
    with open_work(owner) as w:
        member = make_member(w)
    with open_work(gym.system) as w:
        document = actions.owe_for_charge(w, charge_id=paid_charge(w, member))
    if is_issued:
        flows.issue(ports, gym.system, document_id=document)
    return member, document


def ask(document_id: object, token: str = "", **headers: str):
    app = Security(Starlette(routes=endpoint.ROUTES))
    cookies = {COOKIE: token} if token else {}
    browser = TestClient(
        app, base_url=settings().public_url, follow_redirects=False, cookies=cookies
    )
    return browser.get(f"/documents/{document_id}.pdf", headers=headers)


def test_a_member_takes_their_own_document_and_nobody_keeps_it_on_the_way(gym):
    member, document = document_of(gym)
    answer = ask(document, token_of(gym, Role.MEMBER, member_id=member))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="invoice-receipt-1001.pdf"'
    )


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_staff_who_see_the_money_take_any(gym, role):
    _, document = document_of(gym)
    assert ask(document, token_of(gym, role)).status_code == 200


def test_whoever_it_is_not_for_learns_nothing(gym):
    _, document = document_of(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        neighbour = make_member(w, "דן")
    other = make_gym("yam", "ים")
    strangers = [
        token_of(gym, Role.MEMBER, "dan@example.com", member_id=neighbour),
        token_of(gym, Role.COACH, "coach@example.com"),
        token_of(other, Role.OWNER, "rina@example.com"),
    ]
    for token in strangers:
        theirs, unknown = ask(document, token), ask(new_id(), token)
        assert (theirs.status_code, theirs.content) == (404, unknown.content)
        assert unknown.status_code == 404


def test_a_visitor_is_led_to_sign_in(gym):
    _, document = document_of(gym)
    for token in ("", "x" * 43):
        answer = ask(document, token)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/he/sign-in/"


def test_what_is_not_issued_yet_is_not_there(gym):
    member, document = document_of(gym, is_issued=False)
    assert ask(document, token_of(gym, Role.MEMBER, member_id=member)).status_code == 404


def test_an_issuer_that_does_not_give_the_file_is_said_so(gym):
    member, document = document_of(gym)
    with open_work(gym.system) as w:
        row = w.hold(TaxDocument, document)
        row.pdf, row.reference = None, "nowhere"
    token = token_of(gym, Role.MEMBER, member_id=member)
    answer = ask(document, token, **{"accept-language": "en"})
    assert answer.status_code == 503
    assert "Try again" in answer.text


@pytest.mark.parametrize("path", ["x", "../secret", "1", "%00"])
def test_no_other_name_is_an_address(gym, path):
    assert ask(path, token_of(gym, Role.OWNER)).status_code == 404
