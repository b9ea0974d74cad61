"""Coming in, as a browser would try it: passwords, codes, a second factor; and a postbox for the letters."""

from contextlib import contextmanager

import pyotp
import sqlalchemy as sa
from sqlmodel import select

from fitkit.core import crypto, db
from fitkit.core.actor import VISITOR
from fitkit.core.i18n import Lang
from fitkit.core.work import open_work
from fitkit.features.identity import actions
from fitkit.features.identity.rules import CodePurpose
from fitkit.features.identity.tables import LoginCode
from fitkit.ports import Ports
from fitkit.ports.mail import Letter, Sent
from tests.factories.identity import CHROME, later_than

EMAIL = "noa@example.com"
OURS, THEIRS = "our-browsers-own-secret-words", "what-a-strangers-browser-keeps"


class Postbox:
    """A MailSender that keeps letters; a sandbox without files."""

    def __init__(self, answer: Sent = Sent.ACCEPTED) -> None:
        self.letters: list[Letter] = []
        self.answer = answer

    def send(self, letter: Letter) -> Sent:
        self.letters.append(letter)
        return self.answer

    @property
    def ports(self) -> Ports:
        return Ports(mail=self, push=None, payments=None, invoices=None, debits=None)


def try_password(account=EMAIL, password="wrong-words", **later):
    with open_work(VISITOR) as w:
        later_than(w, **later)
        return actions.sign_in_with_password(w, account=account, password=password, device=CHROME)


def ask_code(account=EMAIL, purpose=CodePurpose.SIGN_IN, browser=OURS) -> None:
    with open_work(VISITOR) as w:
        actions.request_code(w, account=account, purpose=purpose, lang=Lang.EN, browser=browser)


def code_of(address=EMAIL) -> str:
    with open_work(VISITOR) as w:
        row = (
            w.session.execute(
                select(LoginCode).where(LoginCode.address == address).order_by(LoginCode.id.desc())
            )
            .scalars()
            .first()
        )
        return crypto.unseal(row.code_sealed, f"login_code:{row.id}:code")


def try_code(code, account=EMAIL, browser=OURS, **later):
    with open_work(VISITOR) as w:
        later_than(w, **later)
        return actions.sign_in_with_code(
            w, account=account, code=code, device=CHROME, browser=browser
        )


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@contextmanager
def statements():
    """The statements that run, without their values."""
    seen: list[str] = []

    def note(_c, _cur, statement, *_rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE")):
            seen.append(statement)

    connection = db.where()
    sa.event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(connection, "before_cursor_execute", note)


def totp_of(actor) -> str:
    """Switch the second factor on; the secret."""
    with open_work(actor) as w:
        setup = actions.start_totp(w)
        actions.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now))
    return setup.secret
