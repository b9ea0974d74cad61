"""Coupons as strings: what they give, to whom, and how often they were used."""

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Lang, Text, day_in_record, ltr, moment, money
from fitkit.features.offers.queries import CouponView, UseView
from fitkit.features.offers.rules.coupons import CouponDetails, Discount
from fitkit.texts import coupons as texts


@dataclass
class CouponRow:
    """A coupon on the owner's list."""

    id: str = ""
    code: str = ""
    gives: str = ""
    days: str = ""
    limits: list[str] = field(default_factory=list)
    uses: str = ""
    has_uses: bool = False
    state: str = ""  # in words
    look: str = "neutral"  # of its chip
    is_stopped: bool = False


@dataclass
class UseRow:
    """Somebody who used it."""

    member: str
    href: str
    at: str
    off: str


def coupon_row(view: CouponView, *, today: date, lang: Lang) -> CouponRow:
    """A coupon as the owner sees it."""
    details = view.details
    state, look = _state(view, today)
    uses = texts.USES_COUNT.to(lang, view.uses)
    if details.most_uses is not None:
        uses = texts.USES_OF.to(lang, details.most_uses, used=view.uses)
    return CouponRow(
        id=str(view.id),
        code=ltr(view.code) if view.code.isascii() else view.code,
        gives=discount_words(view.discount, lang),
        days=_days(details, lang),
        limits=_limits(details, lang),
        uses=uses,
        has_uses=view.uses > 0,
        state=state.to(lang),
        look=look,
        is_stopped=view.is_stopped,
    )


def use_row(view: UseView, *, zone: ZoneInfo, lang: Lang) -> UseRow:
    """One use."""
    return UseRow(
        view.member,
        f"/{lang}/dashboard/members/{view.member_id}/",
        moment(view.at, zone, lang),
        money(view.off, lang),
    )


def discount_words(discount: Discount, lang: Lang) -> str:
    """How much less, and for how long."""
    if discount.percent is not None:
        off = texts.PERCENT_OFF.to(lang, percent=discount.percent)
    else:
        off = texts.AMOUNT_OFF.to(lang, amount=discount.amount)
    if discount.periods is None:
        return texts.FOR_GOOD.to(lang, off=off)
    return texts.FOR_SOME.to(lang, discount.periods, off=off)


def applied_words(view: CouponView, lang: Lang) -> str:
    """What is said when a code counts."""
    code = ltr(view.code) if view.code.isascii() else view.code
    return texts.APPLIED.to(lang, code=code, what=discount_words(view.discount, lang))


def _state(view: CouponView, today: date) -> tuple[Text, str]:
    details = view.details
    if view.is_stopped:
        return texts.IS_STOPPED, "neutral"
    if details.valid_to is not None and today > details.valid_to:
        return texts.OVER, "neutral"
    if details.most_uses is not None and view.uses >= details.most_uses:
        return texts.USED_UP, "warning"
    if details.valid_from is not None and today < details.valid_from:
        return texts.AHEAD, "info"
    return texts.IN_USE, "positive"


def _days(details: CouponDetails, lang: Lang) -> str:
    first, last = details.valid_from, details.valid_to
    if first is None and last is None:
        return texts.ALWAYS.to(lang)
    if first is None:
        return texts.UNTIL.to(lang, day=last)
    if last is None:
        return texts.SINCE.to(lang, day=first)
    span = day_in_record(first), day_in_record(last)
    return texts.FROM_TO.to(lang, first=span[0], last=span[1])


def _limits(details: CouponDetails, lang: Lang) -> list[str]:
    said = []
    if details.most_each is not None:
        said.append(texts.EACH_MOST.to(lang, n=details.most_each))
    if details.only_new:
        said.append(texts.NEW_ONLY.to(lang))
    if details.plan_ids:
        said.append(texts.SOME_PLANS.to(lang))
    return said
