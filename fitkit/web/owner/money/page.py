"""The money settings, from the top: the payment companies, who issues documents, and their dialogs."""

import reflex as rx

from fitkit.design.button import button
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import confirm, dialog, form_buttons, menu_item, more_menu
from fitkit.design.feedback import empty_state, notice, skeleton_list, states
from fitkit.design.field import number_field, password_field, select_field, switch_field, text_field
from fitkit.design.form import form, problem_summary
from fitkit.design.layout import grow, row, section, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import page_head
from fitkit.design.say import say
from fitkit.design.type import muted, toned
from fitkit.features.documents.rules import CREDENTIALS as ISSUER_CREDENTIALS
from fitkit.features.payments.rules import CREDENTIALS, Credential
from fitkit.texts import common
from fitkit.texts import documents as document_texts
from fitkit.texts import money as texts
from fitkit.texts import payments as pay_texts
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.owner.money.state import MoneyState, PayRow

S = MoneyState
PAY, ISSUER = "pay-account", "document-issuer"
LABELS = {"at_once": texts.AT_ONCE, **pay_texts.CREDENTIALS, **document_texts.CREDENTIALS}


@page(
    "/dashboard/settings/money",
    title=texts.TITLE,
    state=MoneyState,
    frame=Frame.STAFF,
    heads=False,
    back="/dashboard/settings",
)
def money() -> rx.Component:
    return column(
        page_head(texts.TITLE, back=path_in("/dashboard/settings")),
        states(
            stack(_payments(), _documents(), gap=6),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=False,
            empty=empty_state(texts.PAYMENTS_EMPTY, texts.PAYMENTS_EMPTY_WHY),
            skeleton=skeleton_list(3),
            on_retry=S.load,
        ),
        _account(),
        _choose(),
        _issuer(),
        narrow=True,
    )


def _payments() -> rx.Component:
    add = button(texts.CONNECT, kind="soft", icon="add", on_click=S.begin)
    return section(
        texts.PAYMENTS,
        muted(texts.PAYMENTS_HELP),
        rx.cond(
            S.accounts.length() > 0,
            stack(items(rx.foreach(S.accounts, _account_row)), row(add), gap=3),
            empty_state(texts.PAYMENTS_EMPTY, texts.PAYMENTS_EMPTY_WHY, add),
        ),
    )


def _account_row(one: rx.Var[PayRow]) -> rx.Component:
    said = rx.match(
        one.look,
        ("positive", toned("positive", one.state)),
        ("danger", toned("danger", one.state)),
        muted(one.state),
    )
    used = rx.cond(one.is_in_use, chip(one.use, "accent"), chip(one.use, "neutral"))
    deeds = more_menu(
        one.name,
        menu_item(texts.CHANGE, icon="key", on_click=S.edit(one.id)),
        menu_item(
            texts.CHOOSE, icon="check", on_click=S.ask_choose(one.id), disabled=one.is_in_use
        ),
    )
    test = button(
        texts.TEST,
        small=True,
        kind="quiet",
        icon="refresh",
        on_click=S.check(one.id),
    )
    return item(
        grow(stack(row(item_text(one.name), used, wrap=True), said, row(test), gap=2)),
        deeds,
        key=one.id,
    )


def _documents() -> rx.Component:
    choose = button(texts.CHOOSE_ISSUER, kind="soft", icon="add", on_click=S.begin_issuer)
    chosen = item(
        stack(
            item_text(S.issuer.name, S.issuer.facts),
            row(
                button(
                    texts.CHANGE_ISSUER,
                    small=True,
                    kind="quiet",
                    icon="edit",
                    on_click=S.begin_issuer,
                ),
                button(
                    texts.TEST, small=True, kind="quiet", icon="refresh", on_click=S.check_issuer
                ),
                wrap=True,
            ),
            gap=2,
        )
    )
    return section(
        texts.DOCUMENTS,
        muted(texts.DOCUMENTS_HELP),
        rx.cond(S.is_two_parties, notice("danger", texts.TWO_PARTIES, texts.TWO_PARTIES_WHY)),
        rx.cond(
            S.issuer.company != "",
            items(chosen),
            empty_state(texts.DOCUMENTS_EMPTY, texts.DOCUMENTS_EMPTY_WHY, choose),
        ),
    )


def _account() -> rx.Component:
    company = select_field(
        "provider",
        texts.COMPANY,
        S.companies,
        value=S.company,
        on_change=S.choose_company,
        problem=S.problems["provider"],
    )
    return dialog(
        form(
            problem_summary(S.problems, LABELS, id="pay-problems"),
            rx.cond(S.account_id == "", company),
            _credentials("pay", CREDENTIALS),
            rx.cond(
                S.account_id != "",
                number_field(
                    "at_once",
                    texts.AT_ONCE,
                    default=S.at_once,
                    least=1,
                    most=50,
                    help=texts.AT_ONCE_HELP,
                    problem=S.problems["at_once"],
                ),
            ),
            on_submit=S.save,
            id=PAY,
        ),
        open=S.panel == "pay",
        on_close=S.close,
        title=S.title,
        actions=form_buttons(PAY, common.SAVE, S.close),
    )


def _credentials(prefix: str, of: dict[str, tuple[Credential, ...]]) -> rx.Component:
    """The fields of the chosen company; a dialog that is open shows one company's alone."""
    cases = [
        (
            company,
            stack(
                muted(texts.HELPS[company]) if prefix == "pay" else rx.fragment(),
                *[_credential(f"{prefix}-{company}", one) for one in wanted if _is_typed(one)],
                gap=3,
            ),
        )
        for company, wanted in of.items()
    ]
    return rx.match(S.company, *cases, rx.fragment())


def _is_typed(one: Credential) -> bool:
    return one.name != "account"  # the demo's is named by us


def _credential(prefix: str, one: Credential) -> rx.Component:
    kept = rx.cond(S.kept.contains(one.name), say(texts.KEPT), "")
    common_ = {
        "id": f"{prefix}-{one.name}",
        "problem": S.problems[one.name],
        "optional": not one.is_needed,
        "help": kept,
    }
    if one.name == "login":
        del common_["help"]
        choices = [(value, words) for value, words in texts.LOGINS.items()]
        return select_field(
            one.name, LABELS[one.name], choices, default=S.known[one.name], **common_
        )
    if one.is_secret:
        return password_field(one.name, LABELS[one.name], new=True, **common_)
    return text_field(one.name, LABELS[one.name], dir="ltr", default=S.known[one.name], **common_)


def _choose() -> rx.Component:
    return confirm(
        open=S.panel == "choose",
        on_close=S.close,
        title=S.title,
        body=texts.CHOOSE_BODY,
        action=texts.CHOOSE,
        on_confirm=S.choose,
        kind="main",
    )


def _issuer() -> rx.Component:
    same = switch_field(
        "is_same", texts.SAME, checked=S.is_same, on_change=S.set_same, help=texts.SAME_HELP
    )
    return dialog(
        form(
            problem_summary(S.problems, LABELS, id="issuer-problems"),
            select_field(
                "issuer",
                texts.ISSUER,
                S.issuers,
                value=S.company,
                on_change=S.choose_company,
                problem=S.problems["issuer"],
            ),
            rx.cond(S.may_be_same, same),
            rx.cond(~S.is_same, _credentials("issuer", ISSUER_CREDENTIALS)),
            switch_field("is_exempt", texts.EXEMPT, default=S.is_exempt, help=texts.EXEMPT_HELP),
            switch_field("mails_them", texts.MAILS, default=S.mails_them, help=texts.MAILS_HELP),
            on_submit=S.save_issuer,
            id=ISSUER,
        ),
        open=S.panel == "issuer",
        on_close=S.close,
        title=S.title,
        actions=form_buttons(ISSUER, common.SAVE, S.close),
    )
