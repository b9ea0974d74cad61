"""Opening a gym, from the top: how far it is, the fields of one step, and the way on."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button, link_button
from fitkit.design.card import card, hero, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.entry import (
    brand_style,
    either,
    entry,
    entry_title,
    native_form,
)
from fitkit.design.feedback import notice
from fitkit.design.field import (
    check_field,
    colour_field,
    email_field,
    hidden_field,
    phone_field,
    radio_field,
    text_field,
)
from fitkit.design.form import fields, form
from fitkit.design.icon import icon
from fitkit.design.layout import row, stack
from fitkit.design.say import lang, say
from fitkit.design.tally import tally_line
from fitkit.design.type import body, caption, ltr, muted, strong, text_link, time_of, toned
from fitkit.design.words import Child
from fitkit.features.orgs.rules import VERSIONS, GymKind, LegalDocument
from fitkit.texts import common
from fitkit.texts import getting_in as texts
from fitkit.texts import orgs as org_texts
from fitkit.web.frames import BARE, language_link, page, path_in
from fitkit.web.frames.parts import fitkit_mark
from fitkit.web.public.open.draft import ACCEPT, GYM, LOOK, WHO
from fitkit.web.public.open.state import OpenState
from fitkit.web.public.parts import code_form, common_fields, leave, me
from fitkit.web.session import SessionState

ROUTE = "/open-a-gym"


@page(ROUTE, title=texts.OPEN_TITLE, state=OpenState, frame=BARE, heads=False)
def open_gym() -> rx.Component:
    return rx.fragment(
        brand_style(OpenState.brand_css),
        entry(
            rx.match(
                OpenState.step,
                (GYM, _studio()),
                (LOOK, _look()),
                (ACCEPT, _accept()),
                _who(),
            ),
            mark=fitkit_mark(),
            language=language_link(),
            wide=True,
        ),
    )


def _head(step: int) -> rx.Component:
    """Which step this is, what it asks, what went wrong."""
    words = say(texts.STEP_OF, n=step)
    return stack(
        tally_line(step, 4, words, height=22),
        entry_title(texts.STEPS[step - 1], texts.STEPS_WHY[step - 1]),
        rx.cond(OpenState.warning != "", notice("danger", OpenState.warning, urgent=True)),
        gap=3,
    )


def _back(step: int) -> rx.Component:
    return button(common.BACK, kind="plain", icon="back", on_click=OpenState.back_to(step))


# who


def _who() -> rx.Component:
    return stack(
        _head(WHO),
        rx.cond(
            SessionState.is_signed_in,
            stack(card(muted(texts.SIGNED_IN_AS), me(), flat=True), leave(texts.NOT_ME)),
            rx.cond(OpenState.is_sent, _prove(), _ask_code()),
        ),
        gap=5,
    )


def _ask_code() -> rx.Component:
    return stack(
        native_form(
            text_field(
                "name",
                texts.YOUR_NAME,
                default=OpenState.person,
                key=OpenState.person,
                autofill="name",
                most=80,
                id="f-person",
                problem=OpenState.problems["name"],
            ),
            email_field(
                "email",
                texts.YOUR_EMAIL,
                default=OpenState.email,
                key=OpenState.email,
                help=texts.EMAIL_HELP,
                problem=OpenState.problems["email"],
            ),
            button(texts.SEND_ME_CODE, kind="main", big=True, full=True, submit=True),
            action="/auth/code",
            fields=_sign_up(),
        ),
        either(texts.OR),
        caption(texts.HAVE_ACCOUNT),
        link_button(
            texts.SIGN_IN,
            f"{path_in('/sign-in')}?next={path_in(ROUTE)}",
            icon="sign_in",
            full=True,
            external=True,
        ),
        gap=4,
    )


def _prove() -> rx.Component:
    return stack(
        row(muted(texts.CODE_TO), ltr(OpenState.email), wrap=True),
        code_form(
            OpenState.problems["code"],
            texts.CONFIRM,
            {**_sign_up(), "email": OpenState.email, "name": OpenState.person},
        ),
        link_button(texts.OTHER_ADDRESS, path_in(ROUTE), kind="plain", full=True, external=True),
        gap=4,
    )


def _sign_up() -> dict[str, rx.Var[str] | str]:
    here = path_in(ROUTE)
    return {**common_fields(here), "purpose": "sign_up", "back": here}


# the studio


def _studio() -> rx.Component:
    return stack(
        _head(GYM),
        form(
            text_field(
                "name",
                texts.GYM_NAME,
                value=OpenState.name,
                on_change=OpenState.rename,
                placeholder=texts.GYM_NAME_HINT,
                autofill="organization",
                most=80,
                problem=OpenState.problems["name"],
            ),
            stack(
                text_field(
                    "slug",
                    texts.SLUG,
                    value=OpenState.slug,
                    on_change=OpenState.readdress,
                    help=texts.SLUG_HELP,
                    most=40,
                    dir="ltr",
                    problem=OpenState.problems["slug"],
                    auto_capitalize="none",
                    spell_check=False,
                ),
                rx.cond(OpenState.slug_note != "", toned("positive", OpenState.slug_note)),
                gap=1,
            ),
            radio_field(
                "kind",
                texts.KIND,
                [(str(k), org_texts.KINDS[k], texts.KIND_HELP[k]) for k in GymKind],
                value=OpenState.kind,
                on_change=OpenState.choose_kind,
                problem=OpenState.problems["kind"],
            ),
            fields(
                text_field(
                    "location_name",
                    texts.LOCATION,
                    default=OpenState.location_name,
                    key=OpenState.location_name,
                    help=texts.LOCATION_HELP,
                    most=60,
                    optional=True,
                    problem=OpenState.problems["location_name"],
                ),
                text_field(
                    "address",
                    texts.ADDRESS,
                    default=OpenState.address,
                    key=OpenState.address,
                    autofill="street-address",
                    most=200,
                    optional=True,
                    problem=OpenState.problems["address"],
                ),
                columns=2,
            ),
            phone_field(
                "phone",
                texts.PHONE,
                default=OpenState.phone,
                key=OpenState.phone,
                optional=True,
                problem=OpenState.problems["phone"],
            ),
            button(common.CONTINUE, kind="main", big=True, full=True, submit=True),
            on_submit=OpenState.go_on,
        ),
        gap=5,
    )


# the look


def _look() -> rx.Component:
    return stack(
        _head(LOOK),
        colour_field(
            "brand",
            texts.COLOUR,
            # Not ``value``: React puts a held colour back between the picker's own events.
            default=OpenState.colour,
            on_change=OpenState.colour_it,
            help=OpenState.colour_note,
            problem=OpenState.problems["brand"],
        ),
        _preview(),
        button(common.CONTINUE, kind="main", big=True, full=True, on_click=OpenState.keep_colour),
        _back(GYM),
        gap=5,
    )


def _preview() -> rx.Component:
    """The action, the chip, the tally and the hero in this colour."""
    return stack(
        muted(texts.PREVIEW),
        hero(
            strong(OpenState.name),
            muted(texts.PREVIEW_HERO),
            row(time_of("18:30", size="num")),
            row(chip(texts.PREVIEW_CHIP, kind="signal", icon="check")),
        ),
        card(
            row(chip(texts.PREVIEW_CHIP, kind="accent"), muted(texts.PREVIEW_CLASS), wrap=True),
            tally_line(11, 14, texts.PREVIEW_TALLY),
            row(
                # A picture of a button: nothing happens, and nothing is announced.
                button(texts.PREVIEW_BUTTON, kind="main", tab_index=-1, aria_hidden=True),
            ),
        ),
        gap=2,
    )


# check and accept


def _accept() -> rx.Component:
    return stack(
        _head(ACCEPT),
        items(
            _line(texts.GYM_NAME, OpenState.name, GYM),
            _line(texts.SLUG, ltr(OpenState.slug), GYM),
            _line(texts.KIND, OpenState.kind_words, GYM),
            _line(texts.COLOUR, ltr(OpenState.colour), LOOK),
        ),
        *[_document(d) for d in LegalDocument],
        native_form(
            *[
                rx.cond(
                    OpenState.accepted.contains(str(d)),
                    hidden_field(f"accept_{d}", version),
                )
                for d, version in VERSIONS.items()
            ],
            button(
                texts.OPEN_IT,
                kind="main",
                big=True,
                full=True,
                submit=True,
                disabled=OpenState.accepted.length() < len(VERSIONS),
                reason=texts.ACCEPT_ALL,
            ),
            caption(texts.OPENS_NOW),
            action="/auth/open",
            fields={
                "lang": str(lang()),
                "gym_lang": str(lang()),
                "name": OpenState.name,
                "slug": OpenState.slug,
                "kind": OpenState.kind,
                "location_name": OpenState.location_name,
                "address": OpenState.address,
                "phone": OpenState.phone,
                "brand": OpenState.colour,
            },
        ),
        _back(LOOK),
        gap=4,
    )


def _line(label: Text, value: Child, step: int) -> rx.Component:
    return item(
        item_text(value, label),
        icon("edit", label=say(texts.EDIT_STEP, step=label)),
        on_click=OpenState.back_to(step),
    )


def _document(document: LegalDocument) -> rx.Component:
    return card(
        check_field(
            f"tick_{document}",
            texts.ACCEPT[document],
            checked=OpenState.accepted.contains(str(document)),
            on_change=lambda is_on: OpenState.accept(str(document), is_on),
            help=say(texts.VERSION, version=VERSIONS[document]),
        ),
        body(
            text_link(
                texts.READ[document],
                path_in(f"/legal/{document}"),
                external=True,
                target="_blank",
            )
        ),
        flat=True,
    )
