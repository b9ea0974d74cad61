"""What opens over the screens: every menu, dialog and sheet is as accessible as the screen that it covers."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

import pyotp
import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from fitkit.core import clock
from fitkit.core.i18n import Lang, Text
from fitkit.texts import (
    account,
    board,
    calendars,
    cashdesk,
    changes,
    checkin,
    coupons,
    debits,
    debts,
    desk,
    documents,
    endings,
    floor,
    freezes,
    gallery,
    money,
    new_price,
    payouts,
    penalties,
    products,
    reconciliation,
    renewals,
    shop,
    substitutes,
    takings,
)
from tests.factories.identity import PASSWORD
from tests.journeys.conftest import Screen, Stage
from tests.journeys.test_screens import PEOPLE, troubles

OVER = "[role=dialog], [role=alertdialog], [role=menu]"
MENU = "main [aria-haspopup=menu]"
EXPLAINS = "main [aria-haspopup=dialog]"
EDITS = "main .btn.small[aria-label*=': ']"  # of a card, by what it is about
MORE_FIELDS = ".dlg .morefields > summary"
REFUNDS = ", ".join(  # of a payment, by what it was for
    f"main .btn[aria-label^='{words.partition('{')[0].strip()}']"
    for words in (takings.REFUND_NAMED.he, takings.REFUND_NAMED.en)
)
RULE_FIELDS = ".dlg .morefields:has([name=rule_cutoff_hours]) > summary"
# What has the focus instead of a dialog's first field, or of its title where it has no field; empty: nothing.
ASTRAY = """() => {
  const over = [...document.querySelectorAll(".dlg")].at(-1), has = document.activeElement;
  if (!over) return "";
  const fields = [...over.querySelectorAll(".dbody :is(input,select,textarea)")]
    .filter((i) => i.type !== "hidden" && !i.disabled && i.checkVisibility());
  const group = fields.filter((i) => i.name === fields[0]?.name);
  const wanted = fields[0]?.type === "radio" ? group : [fields[0] ?? over.querySelector("h2")];
  return wanted.includes(has) ? "" : has.outerHTML.slice(0, 90);
}"""
GYMS, ME, MORE = ".switcher", ".account", "nav [aria-haspopup=dialog]:not(.switcher):not(.account)"


@dataclass(frozen=True)
class Way:
    """Presses one after another, each by its words or by CSS; ``shows``: CSS of what they open.

    ``whole``: axe looks at the covered screen besides, which takes it long.
    """

    steps: tuple[Text | str, ...]
    shows: str = OVER
    whole: bool = False

    def __str__(self) -> str:
        return " > ".join(step if isinstance(step, str) else step.en for step in self.steps)


def way(*steps: Text | str, shows: str = OVER, whole: bool = False) -> Way:
    return Way(steps, shows, whole)


def nth(css: str, number: int) -> str:
    return f"{css} >> visible=true >> nth={number}"


def blk(fact: str) -> str:
    """A class on the planning board."""
    return f".blk[data-move='[{fact}]']"


# Who, where, and what they open there one after another; nothing of it changes the gym.
OPENED: tuple[tuple[str, str, tuple[Way, ...]], ...] = (
    ("member", "/home/", (way(GYMS), way(ME))),
    ("member", "/me/membership/", (way(freezes.FREEZE), way(changes.CHANGE))),
    ("late", "/home/", (way("main .btn[data-kind=danger_edge]"),)),
    ("late", "/me/settings/", (way(penalties.DISPUTE, shows="#dispute-form"),)),
    ("placed", "/session/[to_look]/", (way("main .btn[data-kind=danger_edge]"),)),
    ("coach", "/dashboard/today/", (way(GYMS), way(ME), way(MORE))),
    ("coach", "/dashboard/roster/[session]/", (way(MENU), way("main .btn[data-kind=quiet]"))),
    ("floor", "/dashboard/roster/[looked_at]/", (way(MENU), way(floor.CLOSE))),
    ("owner", "/dashboard/overview/", (way(GYMS), way(ME), way(EXPLAINS))),
    (
        "owner",
        "/dashboard/members/",
        (
            way(nth(MENU, 0)),
            way(nth(MENU, 1)),
            way(desk.ADD_MEMBER, shows="#add-member"),
            way("main tbody input[type=checkbox]", desk.TAG, shows="#tag-members"),
            way(desk.COACH, shows="#assign-coach"),
            way(desk.INVITE_APP),
        ),
    ),
    (
        "owner",
        "/dashboard/members/[member]/",
        (
            way(MENU),
            way(MENU, desk.TAG_THEM, shows="#tag-form"),
            way(desk.EDIT_DETAILS, shows="#edit-form"),
            way(desk.GIVE_PLAN, shows="#give-form"),
            way(desk.ADJUST, shows="#adjust-form"),
            way(desk.MOVES),
            way(desk.END_PLAN, shows="#record-form"),  # it was sold: by a notice
            way(shop.SELL, shows="#sell-form"),
            way(products.SELL_MORE, shows="#sell-more"),
            way(freezes.FREEZE, shows="#rest-form"),
            way(changes.CHANGE),
            way(changes.HAND_OVER),
            way(endings.STAFF_TITLE, shows="#record-form"),
            way(REFUNDS, shows="#refund-form"),
            way(takings.REMOVE_CARD),
        ),
    ),
    ("owner", "/dashboard/payments/[charge]/", (way(REFUNDS, shows="#refund-form"),)),
    (
        "owner",
        "/dashboard/payments/debits/",
        (
            way(debits.EDIT, shows="#institution-debits"),
            way(debits.ADD, shows="#add-debits"),
            way(nth(MENU, 0)),
            way(nth(MENU, 0), debits.SIGN, shows="#sign-debits"),
            way(nth(MENU, 0), debits.CANCEL, shows="#cancel-debits"),
        ),
    ),
    ("owner", "/dashboard/payments/payouts/", (way(payouts.RECORD, shows="#payout-record"),)),
    (
        "owner",
        "/dashboard/debt/",
        (
            way(renewals.SEND_LINK),
            way(nth(MENU, 0)),
            way(nth(MENU, 0), debts.SPLIT),
            way(nth(MENU, 0), renewals.TAKE_NOW, shows="#take-form"),
            way(nth(MENU, 0), renewals.PROMISE, shows="#promise-form"),
            way(nth(MENU, 0), renewals.WRITE_OFF, shows="#write-off-form"),
        ),
    ),
    (
        "owner",
        "/dashboard/cash/",
        (
            way(cashdesk.CLOSE, shows="#close-cash-form"),
            way(cashdesk.DEPOSIT, shows="#deposit-form"),
        ),
    ),
    ("owner", "/dashboard/documents/", (way(documents.BUYER_ADD, shows="#buyer-form"),)),
    (
        "owner",
        "/dashboard/documents/reconciliation/",
        (way(reconciliation.SETTLE, shows="#settle-difference"),),
    ),
    (
        "owner",
        "/dashboard/settings/money/",
        (
            way(MENU),
            way(money.CONNECT, shows="#pay-account"),
            way(money.CHANGE_ISSUER, shows="#document-issuer"),
        ),
    ),
    (
        "owner",
        "/dashboard/plans/coupons/",
        (
            way(MENU),
            way(coupons.NEW_COUPON, shows="#coupon-new"),
            way(MENU, coupons.SEE_USES),
            way(MENU, coupons.STOP),
        ),
    ),
    ("owner", "/dashboard/plans/products/", (way(products.NEW, shows="#product-form"),)),
    (
        "owner",
        "/dashboard/plans/",
        (
            way(MENU, whole=True),
            way(MENU, new_price.CHANGE),
            way(desk.ADD_PLAN, whole=True),
            way(EDITS),
            way(EDITS, RULE_FIELDS, shows="input[name=rule_cutoff_hours]"),
        ),
    ),
    (
        "owner",
        "/dashboard/catalogue/",
        (
            way(MENU),
            way(desk.ADD_CLASS_TYPE),
            way(EDITS),
            way(EDITS, nth(MORE_FIELDS, 0), shows="input[name=day_limit]"),
            way(EDITS, nth(MORE_FIELDS, 1), shows="input[name=auto_hours]"),
            way(EDITS, nth(MORE_FIELDS, 2), shows="input[name=guests_most]"),
            way(desk.LOCATIONS, MENU),
            way(desk.ADD_LOCATION),
            way(EDITS),
            way(MENU, desk.ADD_ROOM),
        ),
    ),
    (
        "owner",
        "/dashboard/staff/",
        (
            way(desk.ADD_STAFF, shows="#staff-form"),
            way(nth(MENU, 0), desk.EDIT_STAFF, shows="#staff-form"),
            way(nth(MENU, 3)),
            way(nth(MENU, 3), desk.ROLE),
            way(nth(MENU, 3), desk.HAND_MEMBERS, shows="#members-form"),
            way(nth(MENU, 3), desk.REMOVE_ROLE),
            way(desk.HAND_OVER),
        ),
    ),
    (
        "owner",
        "/dashboard/schedule/",
        (
            way(nth(MENU, 0)),
            way(nth(MENU, 2)),
            way(floor.PUBLISH, shows="#publish-class"),
        ),
    ),
    (
        "owner",
        "/dashboard/schedule/?week=[next_week]",
        (
            way(".blk"),
            way(".blk", floor.CHANGE, shows="#change-class"),
            way(".blk", floor.CANCEL_CLASS, shows="#cancel-class"),
        ),
    ),
    (
        "owner",
        "/dashboard/settings/kiosks/",
        (
            way(checkin.KIOSK_ADD, shows="#new-kiosk"),
            way(MENU),
            way(MENU, checkin.KIOSK_RENAME),
            way(MENU, checkin.KIOSK_REVOKE),
        ),
    ),
    (
        "planner",
        "/dashboard/holidays/?year=[next_year]",
        (
            way(board.ADD_DAY, shows="#day-off"),
            way(nth(MENU, 0)),
            way("main .item .btn"),
            way(board.CONFIRM_ALL),
        ),
    ),
    (
        "planner",
        "/dashboard/schedule/?week=[asked_day]",
        (way(blk("asked"), substitutes.ASSIGN, shows="#assign-substitute"),),
    ),
    (
        "planner",
        "/dashboard/schedule/?week=[planned_day]",
        (
            way(board.NEW_SLOT, shows="#weekly-class"),
            way(nth(MENU, 0), board.NAMED, shows="#bulk-deed"),
            way(blk("planned"), board.MOVE, shows="#move-class"),
            way(blk("planned"), board.ITS_SLOT, board.EDIT_SLOT, shows="#weekly-class"),
            way(blk("planned"), board.ITS_SLOT, board.END_SLOT, shows="#weekly-class"),
            way(nth(MENU, 0), board.SELECT_WEEK, ".bulk .btn"),  # what is picked stays picked
            way(".bulk .btn >> nth=1", shows="#bulk-deed"),
        ),
    ),
    (
        "account",
        "/me/settings/",
        (
            way(account.CHANGE_PASSWORD, shows="input[name=new]"),
            way(calendars.RENEW),
            way(calendars.REVOKE),
        ),
    ),
    ("platform", "/platform/outbox/", (way("main button.item"),)),
    (
        "platform",
        "/platform/gallery/",
        (
            way(nth(MENU, 0)),
            way(gallery.OPEN_DIALOG),
            way(gallery.OPEN_CONFIRM),
            way(gallery.OPEN_SHEET),
            way(EXPLAINS),
        ),
    ),
)
ON_A_PHONE = {"member", "late", "placed", "coach", "floor"}
OWN = {  # who of the gyms that were prepared
    "late": "member_email",
    "placed": "places_email",
    "floor": "coach_email",
    "planner": "owner_email",
}
KINDS = [(Lang.HE, "light"), (Lang.EN, "dark")]


@pytest.mark.parametrize(("lang", "scheme"), KINDS)
def test_what_opens_over_a_screen_is_accessible(house: Stage, lang: Lang, scheme: str):
    wrong = []
    facts = {**house.facts, "next_week": str(clock.now().date() + timedelta(days=7))}
    for persona, screens in groupby(OPENED, key=lambda o: o[0]):
        screen = _screen(house, persona, lang, scheme)
        for _, route, ways in screens:
            path = _named(route, facts)
            screen.go(path)
            for given in ways:
                steps = tuple(s if isinstance(s, Text) else _named(s, facts) for s in given.steps)
                one = replace(given, steps=steps)
                wrong += [f"{route} {one}: {trouble}" for trouble in _looked_at(screen, one, path)]
            wrong += [f"{route} {said}" for said in screen.said]
            screen.said.clear()
    assert wrong == [], "\n".join(wrong)


def _named(words: str, facts: dict[str, str]) -> str:
    """With the facts in place of their names; other brackets are CSS."""
    return re.sub(r"\[(\w+)\]", lambda m: facts.get(m[1], m[0]), words)


def _screen(house: Stage, persona: str, lang: Lang, scheme: str) -> Screen:
    screen = house.screen(lang, scheme=scheme, phone=persona in ON_A_PHONE)
    email = house.facts[OWN[persona]] if persona in OWN else PEOPLE[persona]
    return screen.sign_in_once(email, to="/me/inbox/")


def _looked_at(screen: Screen, one: Way, path: str) -> list[str]:
    """What axe says of a way's end; the screen is left as it was."""
    try:
        for step in one.steps:
            _press(screen, step)
        expect(screen.page.locator(one.shows).first).to_be_visible(timeout=6000)
    except (AssertionError, PlaywrightError) as error:
        screen.go(path)
        return [f"does not open: {str(error)[:160]}"]
    screen.page.wait_for_timeout(350)  # half come in, its words are half transparent
    found = troubles(screen, None if one.whole else OVER)
    if ".dlg" not in str(one):  # it is as the dialog opened
        found += [f"focus on {where}" for where in [screen.page.evaluate(ASTRAY)] if where]
    over = screen.page.locator(OVER)
    while still := over.count():  # what is on top takes the key until it has gone
        screen.page.keyboard.press("Escape")
        expect(over).not_to_have_count(still)
    return found


def _press(screen: Screen, step: Text | str) -> None:
    """What stands under a dialog has no role while that is open: words are found in what is on top."""
    page = screen.page
    if isinstance(step, str):
        found = page.locator(step)
    else:
        words = screen.words(step)
        found = page.get_by_role("button", name=words, exact=True)
        found = found.or_(page.get_by_role("menuitem", name=words, exact=True))
    found.locator("visible=true").first.click(timeout=6000)


@pytest.mark.parametrize(("lang", "scheme"), KINDS)
def test_what_a_second_factor_opens_is_accessible(house: Stage, lang: Lang, scheme: str):
    """From the picture to scan to the codes to keep; then what renews and ends it."""
    screen = house.screen(lang, scheme=scheme)
    screen.sign_in(f"factor-{lang}@journey.test", PASSWORD, to="/me/settings/")
    wrong = []

    def look(*steps: Text) -> None:
        for step in steps:
            _press(screen, step)
        expect(screen.page.locator(OVER).last).to_be_visible()
        screen.page.wait_for_timeout(350)
        wrong.extend(f"{steps[-1].en}: {trouble}" for trouble in troubles(screen, OVER))

    look(account.TURN_ON)
    secret = screen.page.locator("[role=dialog] bdi").first.inner_text()
    screen.label(account.FACTOR_CODE).fill(pyotp.TOTP(secret.replace(" ", "")).now())
    _press(screen, account.CONFIRM)
    expect(screen.button(account.I_KEPT_THEM)).to_be_visible()
    wrong += [f"codes: {trouble}" for trouble in troubles(screen, OVER)]
    _press(screen, account.I_KEPT_THEM)
    for deed in (account.NEW_CODES, account.TURN_OFF):
        expect(screen.page.locator(OVER)).to_have_count(0)
        look(deed)
        screen.page.keyboard.press("Escape")
    screen.is_quiet()
    assert wrong == []
