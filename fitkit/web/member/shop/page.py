"""The shop inside the app: the gym's plans, then the chosen one with its terms and the payment."""

import reflex as rx

from fitkit.design.feedback import empty_state, notice, skeleton_cards, states
from fitkit.design.form import form, problem_summary
from fitkit.design.layout import page as column
from fitkit.design.layout import stack
from fitkit.texts import shop as texts
from fitkit.web.frames import MEMBER, page
from fitkit.web.member.shop.state import MemberShopState
from fitkit.web.widgets.offers import (
    chosen_offer,
    consent,
    coupon,
    first_day,
    no_cards,
    offer_cards,
    reach,
    send_order,
    terms_of,
)


@page("/me/shop", title=texts.SHOP, state=MemberShopState, frame=MEMBER)
def shop() -> rx.Component:
    return column(
        states(
            rx.cond(MemberShopState.chosen.id, _chosen(), _all()),
            loading=MemberShopState.is_loading,
            problem=MemberShopState.problem,
            is_empty=MemberShopState.is_empty,
            empty=empty_state(texts.NO_SHOP, texts.NO_SHOP_WHY, reach(MemberShopState.gym)),
            skeleton=skeleton_cards(3),
            on_retry=MemberShopState.load,
        ),
    )


def _all() -> rx.Component:
    return stack(
        rx.cond(MemberShopState.gym.takes_cards, rx.fragment(), no_cards(MemberShopState.gym)),
        offer_cards(MemberShopState),
        gap=5,
    )


def _chosen() -> rx.Component:
    s = MemberShopState
    return column(
        chosen_offer(s),
        rx.cond(s.gym.takes_cards, coupon(s)),
        form(
            problem_summary(s.problems, {"starts_on": texts.STARTS, "consents": texts.I_AGREE}),
            rx.cond(s.problems["plan_id"], notice("warning", s.problems["plan_id"], urgent=True)),
            first_day(s),
            terms_of(s.chosen.pays, s.chosen.ends),
            rx.cond(
                s.gym.takes_cards,
                stack(consent(s.problems["consents"]), send_order(s), gap=4),
                no_cards(s.gym),
            ),
            on_submit=s.order,
            id="order-form",
        ),
        narrow=True,
    )
