"""What the money settings know and do. Credentials go inwards only: none of them is ever in a variable."""

from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import NotFound
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission
from fitkit.core.settings import settings
from fitkit.features.documents import flows as documents
from fitkit.features.documents import queries as issuing
from fitkit.features.documents.rules import AS_PAYMENTS
from fitkit.features.documents.rules import CREDENTIALS as ISSUER_CREDENTIALS
from fitkit.features.payments import actions as payments
from fitkit.features.payments import flows
from fitkit.features.payments import queries as paying
from fitkit.features.payments.queries import AccountView
from fitkit.features.payments.rules import CREDENTIALS
from fitkit.ports.invoices import Issuer
from fitkit.ports.payments import Provider
from fitkit.texts import documents as document_texts
from fitkit.texts import money as texts
from fitkit.texts import payments as pay_texts
from fitkit.web.owner import typed
from fitkit.web.rows.choice import Choice, named
from fitkit.web.screen import Needs, Screen, text, ticked

E = TypeVar("E", Provider, Issuer)


@dataclass
class PayRow:
    """An account at a payment company."""

    id: str
    company: str
    name: str
    is_in_use: bool
    use: str  # what it is for, in words
    state: str  # whether the connection works, in words
    look: str


@dataclass
class IssuerRow:
    """Who issues documents; nothing of it while nobody does."""

    company: str = ""
    name: str = ""
    facts: str = ""


class MoneyState(Screen, rx.State):
    """Payments and documents."""

    needs: ClassVar[Needs] = Permission.EDIT_SETTINGS
    accounts: list[PayRow] = []
    companies: list[Choice] = []
    issuer: IssuerRow = IssuerRow()
    issuers: list[Choice] = []
    is_two_parties: bool = False
    panel: str = ""  # pay issuer choose
    title: str = ""
    company: str = ""  # of the open panel
    account_id: str = ""  # of the open panel; empty: a new one
    known: dict[str, str] = {}  # what is no secret of the open panel
    kept: list[str] = []  # names of what is kept
    at_once: str = ""  # charges, of the open panel's account
    is_same: bool = False  # the issuer goes by the credentials of payments
    may_be_same: bool = False
    is_exempt: bool = False
    mails_them: bool = True
    checking: str = ""  # the account that is being tried
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read both."""
        self._close()
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        lang = self.lang()
        views = await self.do(paying.accounts)
        self.accounts = [_pay_row(v, lang) for v in views]
        offered = [p for p in Provider if p is not Provider.DEMO or settings().demo_payments]
        self.companies = named(((p.value, pay_texts.PROVIDERS[p]) for p in offered), lang)
        allowed = [i for i in Issuer if i is not Issuer.DEMO or settings().demo_payments]
        self.issuers = named(((i.value, document_texts.ISSUERS[i]) for i in allowed), lang)
        view = await self.do(issuing.account)
        self.issuer = IssuerRow()
        if view is not None:
            facts = [
                texts.IS_EXEMPT if view.is_exempt else texts.IS_LIABLE,
                texts.MAILED if view.mails_them else texts.NOT_MAILED,
            ]
            self.issuer = IssuerRow(
                view.issuer.value,
                document_texts.ISSUERS[view.issuer].to(lang),
                " · ".join(fact.to(lang) for fact in facts),
            )
        self.is_two_parties = await self.run(documents.two_parties)

    @rx.event
    async def close(self) -> None:
        """Leave a dialog; nothing changes."""
        self._close()

    def _close(self) -> None:
        self.panel = self.company = self.account_id = self.title = ""
        self.known, self.kept, self.problems = {}, [], {}

    # --- payments

    @rx.event
    async def begin(self) -> None:
        """Ask which company, and its credentials."""
        self._close()
        self.panel, self.title = "pay", texts.CONNECT_TITLE.to(self.lang())
        self.company = self.companies[0].value if self.companies else ""

    @rx.event
    async def edit(self, account_id: str) -> None:
        """Ask for other credentials of one account."""
        self._close()
        views = await self.do(paying.accounts)
        view = next((v for v in views if str(v.id) == account_id), None)
        if view is not None:
            name = pay_texts.PROVIDERS[view.provider].to(self.lang())
            self.panel, self.title = "pay", texts.CHANGE_TITLE.to(self.lang(), company=name)
            self.company, self.account_id = view.provider.value, account_id
            self.known = {name: value for name, value in view.known if value}
            self.kept = [name for name, _ in view.known]
            self.at_once = str(view.at_once)

    @rx.event
    async def choose_company(self, company: str) -> None:
        """Show the fields of another company."""
        if any(c.value == company for c in (*self.companies, *self.issuers)):
            self.company, self.problems = company, {}
            if self.panel == "issuer":
                await self._issuer_of(company)

    @rx.event
    async def save(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Connect a company, or change its credentials; then try them."""
        async with self.attempt() as deed:
            provider = _company(Provider, self.company)
            given = {one.name: text(form, one.name) for one in CREDENTIALS[provider]}
            if self.account_id:
                account = self.uuid(self.account_id)
                await self._change(account, given, pace=typed.whole(form, "at_once"))
            else:
                connect = payments.connect_account
                account = await self.do(connect, provider=provider, credentials=given)
            self._close()
            await self._check(str(account))
        return deed.toast

    async def _change(self, account: UUID, given: dict[str, str], *, pace: int | None) -> None:
        await self.do(payments.set_pace, account_id=account, at_once=pace)
        await self.do(payments.change_credentials, account_id=account, credentials=given)

    @rx.event
    async def check(self, account_id: str) -> EventSpec | None:
        """Try a connection, and say in words what is wrong."""
        async with self.attempt() as deed:
            await self._check(account_id)
        return deed.toast

    async def _check(self, account_id: str) -> None:
        found = await self.run(flows.check_connection, account_id=self.uuid(account_id))
        await self._refresh()
        for row in self.accounts:
            if row.id == account_id and found.problem is not None and found.words:
                row.state = texts.SAID.to(self.lang(), problem=row.state, words=found.words)
        self.accounts = list(self.accounts)

    @rx.event
    async def ask_choose(self, account_id: str) -> None:
        """Ask before new payments go elsewhere."""
        self._close()
        row = next((r for r in self.accounts if r.id == account_id), None)
        if row is not None:
            self.panel, self.account_id = "choose", account_id
            self.title = texts.CHOOSE_ASK.to(self.lang(), company=row.name)

    @rx.event
    async def choose(self) -> EventSpec | None:
        """Take new payments through the chosen account."""
        async with self.attempt() as deed:
            await self.do(payments.choose_account, account_id=self.uuid(self.account_id))
            name = next((r.name for r in self.accounts if r.id == self.account_id), "")
            self._close()
            await self._refresh()
            deed.toast = self.say(texts.CHOSEN, company=name)
        return deed.toast

    # --- documents

    @rx.event
    async def begin_issuer(self) -> None:
        """Ask who issues documents."""
        self._close()
        view = await self.do(issuing.account)
        self.is_exempt, self.mails_them = (
            (view.is_exempt, view.mails_them) if view is not None else (False, True)
        )
        in_use = next((r.company for r in self.accounts if r.is_in_use), self.issuers[0].value)
        self.panel, self.title = "issuer", texts.CHOOSE_ISSUER.to(self.lang())
        self.company = view.issuer.value if view is not None else in_use
        await self._issuer_of(self.company)

    async def _issuer_of(self, company: str) -> None:
        """What is kept of one issuer, and whether payments have its credentials."""
        view = await self.do(issuing.account)
        mine = view if view is not None and view.issuer == company else None
        self.known = dict(mine.known) if mine else {}
        self.kept = sorted(mine.kept) if mine else []
        self.may_be_same = company in AS_PAYMENTS and any(
            r.company == company for r in self.accounts
        )
        self.is_same = self.may_be_same and (mine is None or mine.is_as_payments)

    @rx.event
    async def set_same(self, is_on: bool) -> None:
        """Go by the credentials of payments, or by other ones."""
        self.is_same = is_on and self.may_be_same

    @rx.event
    async def save_issuer(self, form: dict[str, Any]) -> EventSpec | None:  # Any: as above
        """Set who issues documents, and have all that is owed issued."""
        async with self.attempt() as deed:
            issuer = _company(Issuer, self.company)
            given = {one.name: text(form, one.name) for one in ISSUER_CREDENTIALS[issuer]}
            await self.run(
                documents.choose_issuer,
                issuer=issuer,
                credentials=None if self.is_same else given,
                is_exempt=ticked(form, "is_exempt"),
                mails_them=ticked(form, "mails_them"),
            )
            name = document_texts.ISSUERS[issuer].to(self.lang())
            self._close()
            await self._refresh()
            deed.toast = self.say(texts.ISSUER_CHOSEN, company=name)
        return deed.toast

    @rx.event
    async def check_issuer(self) -> EventSpec | None:
        """Ask the issuer for something that is not there, and say how it answers."""
        async with self.attempt() as deed:
            words = await self.run(documents.check_issuer)
            works = self.say(texts.ISSUER_WORKS)
            deed.toast = self.say(texts.ISSUER_SAID, why=words) if words else works
        return deed.toast


def _company(kind: type[E], chosen: str) -> E:
    """The company of the open panel; without one there is nothing to save."""
    try:
        return kind(chosen)
    except ValueError:
        raise NotFound from None


def _pay_row(view: AccountView, lang: Lang) -> PayRow:
    state, look = texts.NOT_CHECKED.to(lang), "neutral"
    use = texts.IN_USE if view.is_in_use else texts.FOR_REFUNDS if view.has_charges else texts.SPARE
    if view.problem is not None:
        state, look = pay_texts.PROBLEMS[view.problem].to(lang), "danger"
    elif view.checked_at is not None:
        works = texts.WORKS if view.called else texts.WORKS_UNNAMED
        state, look = works.to(lang, called=view.called), "positive"
    return PayRow(
        id=str(view.id),
        company=view.provider.value,
        name=pay_texts.PROVIDERS[view.provider].to(lang),
        is_in_use=view.is_in_use,
        use=use.to(lang),
        state=state,
        look=look,
    )
