"""The design gallery, from the top: deeds, words, fields, figures, lists, what opens, what may happen."""

from typing import Any

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.bar import bulk_bar, filter_bar, search_box, sticky_bar
from fitkit.design.button import button, buttons, icon_button, link_button
from fitkit.design.calendar import day_strip, session_block, week_board, week_head
from fitkit.design.card import (
    bar_rows,
    card,
    card_head,
    card_link,
    facts,
    hero,
    item,
    item_text,
    items,
    kpi,
    kpi_strip,
    spark,
    steps,
)
from fitkit.design.chip import avatar, badge, chip, filter_chip, logo, person, tag
from fitkit.design.class_card import class_card, now_line
from fitkit.design.dialog import (
    confirm,
    dialog,
    menu,
    menu_item,
    menu_rule,
    menu_title,
    more_menu,
    popover,
    side_sheet,
    tip,
)
from fitkit.design.feedback import (
    empty_state,
    notice,
    offline_strip,
    problem_state,
    skeleton_cards,
    skeleton_kpis,
    skeleton_list,
    stale,
    states,
    toast_look,
)
from fitkit.design.field import (
    check_field,
    code_field,
    colour_field,
    date_field,
    days_field,
    email_field,
    id_field,
    money_field,
    number_field,
    password_field,
    phone_field,
    radio_field,
    segmented_field,
    select_field,
    stepper_field,
    switch_field,
    tags_field,
    text_field,
    textarea_field,
    time_field,
)
from fitkit.design.form import fields, form, form_actions, problem_summary, wide
from fitkit.design.gallery import ramps, sizes
from fitkit.design.layout import grid, row, section, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import back_link, breadcrumbs, page_head, tabs, way
from fitkit.design.say import say
from fitkit.design.table import Column, pager, table
from fitkit.design.tally import meter, tally, tally_line
from fitkit.design.tokens import BRAND
from fitkit.design.type import (
    body,
    caption,
    heading,
    ltr,
    number,
    strong,
    struck,
    text_link,
    time_of,
    toned,
)
from fitkit.texts import common
from fitkit.texts import gallery as texts
from fitkit.web.frames import PLATFORM, page, path_in
from fitkit.web.platform.gallery.state import GalleryState as S

HERE = "/platform/gallery"
SHARES = (0.3, 0.4, 0.35, 0.5, 0.55, 0.5, 0.7, 0.8, 0.75, 1.0)
COLUMNS = (
    Column(texts.MEMBER, phone="title", sort="name"),
    Column(texts.PLAN, bare=True),
    Column(texts.PERIOD, bare=True),
    Column(texts.LAST_VISIT, phone="hide"),
    Column(texts.PAYMENT, phone="status"),
    Column(texts.DEEDS, phone="act", narrow=True),
)


@page(HERE, title=texts.TITLE, state=S, frame=PLATFORM, heads=False)
def gallery() -> rx.Component:
    return column(
        page_head(
            texts.TITLE,
            button(texts.EXPORT, icon="download"),
            button(texts.ADD_MEMBER, kind="main", icon="add"),
            count=texts.COUNT_312,
            below=texts.LEAD,
        ),
        _navigation(),
        grid(_deeds(), _chips(), _type(), least=320),
        _fields(),
        _figures(),
        _lists(),
        _classes(),
        _table(),
        _calendar(),
        _overlays(),
        _conditions(),
        _notices(),
        section(texts.COLOURS, card(ramps(), sizes())),
        sticky_bar(button(texts.SAVING, kind="main"), button(texts.DISCARD), note=texts.UNSAVED),
    )


def _navigation() -> rx.Component:
    return section(
        texts.NAVIGATION,
        breadcrumbs([(texts.MEMBERS, path_in(HERE)), (texts.MAYA, None)]),
        back_link(texts.MEMBERS, path_in(HERE)),
        tabs(
            [
                ("details", texts.DETAILS),
                ("history", texts.HISTORY),
                ("payments", texts.PAYMENTS, "3"),
            ],
            S.part,
            S.choose_part,
            label=texts.PARTS,
        ),
        items(way(texts.STEP_PLANS, path_in(HERE), "plans", texts.LEAD)),
    )


def _deeds() -> rx.Component:
    return section(
        texts.DEEDS,
        card(
            buttons(
                button(texts.BOOK, kind="main"),
                button(texts.DETAILS),
                button(texts.FULL_WORKOUT, kind="soft"),
                button(texts.ADD, kind="quiet", icon="add"),
                button(texts.DELETE, kind="danger", icon="delete"),
                button(texts.CANCEL_PLACE, kind="danger_edge"),
                button(texts.RECORD, kind="signal", icon="trophy"),
                link_button(texts.TO_SCHEDULE, path_in(HERE), kind="plain", icon="forward"),
            ),
            buttons(
                button(texts.SAVING, kind="main", busy=True, icon="refresh"),
                icon_button("bell", texts.NOTIFICATIONS, count=2),
                icon_button("search", texts.SEARCH, kind="default"),
                icon_button("next", common.NEXT, disabled=True),
            ),
            button(texts.BOOK, kind="main", big=True, full=True),
            button(
                texts.BOOK,
                kind="main",
                disabled=True,
                full=True,
                reason=text_link(texts.HEALTH_MISSING, path_in(HERE)),
            ),
        ),
    )


def _chips() -> rx.Component:
    return section(
        texts.CHIPS,
        card(
            row(
                chip(texts.OPENS, icon="clock"),
                chip(texts.SAVED_PLACE, "accent"),
                chip(texts.PAID, "positive"),
                chip(texts.PAIN, "warning", "pain"),
                chip(texts.DECLINED, "danger"),
                chip(texts.LINE_3, "info"),
                chip(texts.RECORD, "signal"),
                wrap=True,
            ),
            row(
                filter_chip(texts.ALL, S.filter == "all", S.choose_filter("all"), 312),
                filter_chip(texts.OWES, S.filter == "owes", S.choose_filter("owes"), 7, "problem"),
                wrap=True,
            ),
            row(badge(5), badge(2, "danger"), logo(say(texts.STRENGTH)), gap=3),
            row(*[avatar(say(n)) for n in (texts.MAYA, texts.DANIEL, texts.TAMAR, texts.ORI)]),
            person(say(texts.MAYA), ltr("054-812-3390")),
            row(tag(texts.STRENGTH), tag(texts.PILATES, on_remove=S.close_over)),
            heading(texts.TALLIES, level=3),
            stack(
                row(tally(11, 12, texts.PLACES), tally(3, 10, texts.VISITS, "positive")),
                tally_line(8, 10, texts.TWO_LEFT, "warning"),
                tally_line(5, 14, texts.NINE_LEFT),
                tally_line(12, 12, texts.FULL),
                row(tally(2, 3, "", height=28), strong(texts.VISITS), gap=3),
                row(meter(0.84), toned("neutral", texts.MANY), gap=3),
                row(tally(104, 124, texts.MANY), strong(texts.MANY), gap=3),
                gap=3,
            ),
        ),
    )


def _type() -> rx.Component:
    return section(
        texts.TYPE,
        card(
            number("312", "num"),
            row(time_of("18:30"), number("₪118,400"), number("74%", "xl"), gap=4, align="base"),
            heading(texts.HEADING_2, size="xl"),
            heading(texts.HEADING_3, level=3),
            body(texts.PARAGRAPH, " ", text_link(texts.LINK, path_in(HERE))),
            caption(texts.CAPTION),
            row(toned("positive", texts.PAID), toned("danger", texts.DECLINED), struck(texts.YOGA)),
            facts([(texts.CALL_US, ltr("054-812-3390")), (texts.PLAN, texts.THREE_WEEK)]),
        ),
    )


def _fields() -> rx.Component:
    return section(
        texts.FIELDS,
        card(
            form(
                problem_summary(S.problems, {"name": texts.NAME, "id_number": texts.ID}),
                fields(*_plain_fields(), columns=3),
                fields(*_choices(), columns=2),
                form_actions(button(texts.SAVING, kind="main", submit=True), button(texts.DISCARD)),
                on_submit=S.save,
            )
        ),
    )


def _plain_fields() -> tuple[rx.Component, ...]:
    return (
        text_field("name", texts.NAME, help=texts.NAME_HELP, problem=S.problems["name"]),
        phone_field("phone", texts.PHONE, default="054-812-3390", help=texts.PHONE_HELP),
        email_field("email", texts.EMAIL, optional=True),
        id_field("id_number", texts.ID, default="038451725", problem=texts.ID_PROBLEM),
        money_field("price", texts.PRICE, default="420", help=texts.PRICE_HELP),
        number_field("ahead", texts.AHEAD, default=7, least=0, most=60, suffix=texts.DAYS),
        date_field("starts", texts.STARTS, default="2026-11-24"),
        time_field("at", texts.HOUR, default="18:30"),
        select_field(
            "coach",
            texts.COACH_FIELD,
            [("ido", texts.IDO), ("noa", texts.NOA)],
            empty=texts.CHOOSE_COACH,
            default="ido",
        ),
        password_field("password", texts.PASSWORD, default="secret-words"),
        code_field("code", texts.CODE),
        colour_field("colour", texts.COLOUR, default=BRAND),
        text_field("locked", texts.NAME, default=say(texts.MAYA), disabled=True),
    )


def _choices() -> tuple[rx.Component, ...]:
    days = list(zip("0123456", say(texts.WEEK_LETTERS).split(), strict=True))
    return (
        tags_field(
            "types",
            texts.KINDS,
            S.chosen_types,
            S.other_types,
            on_add=S.add_type,
            on_remove=S.remove_type,
        ),
        days_field("days", texts.WEEKDAYS, S.days, S.toggle_day, days),
        segmented_field(
            "level",
            texts.LEVEL,
            [("rx", texts.RX), ("scaled", texts.SCALED), ("basic", texts.BASIC)],
            value=S.level,
            on_change=S.choose_level,
        ),
        stepper_field(texts.REPS, S.reps, S.less, S.more),
        radio_field(
            "who",
            texts.WHO_PAYS,
            [("new", texts.ONLY_NEW), ("all", texts.EVERYBODY, texts.EVERYBODY_HELP)],
            default="new",
        ),
        stack(
            switch_field(
                "remind", texts.REMIND, checked=S.is_on, on_change=S.switch, help=texts.REMIND_HELP
            ),
            check_field("agree", texts.AGREE, default=True),
        ),
        wide(textarea_field("note", texts.NOTE, optional=True)),
    )


def _figures() -> rx.Component:
    return section(
        texts.FIGURES,
        kpi_strip(
            kpi(texts.ACTIVE, "312", texts.MORE_9, "positive", "more_than_before", spark(SHARES)),
            kpi(texts.REVENUE, "₪118,400", texts.OF_EXPECTED, "neutral", "clock", spark(SHARES)),
            kpi(texts.DEBT, "₪6,240", texts.DEBTORS, "danger", href=path_in(HERE)),
            kpi(texts.FILLED, "74%", texts.DOWN_3, "warning", "trending_down", spark(SHARES[::-1])),
        ),
        grid(_next_class(), _setup(), _funnel(), least=320),
    )


def _next_class() -> rx.Component:
    return hero(
        row(
            toned("neutral", texts.NEXT_CLASS),
            chip(texts.SAVED_PLACE, "signal", "check"),
            between=True,
        ),
        row(time_of("13:00", "num"), strong(texts.STRENGTH), texts.TODAY_60, gap=3, align="base"),
        row(person(say(texts.IDO), size=28), tally_line(11, 12, texts.ELEVEN_OF), between=True),
        buttons(button(texts.ENTER_QR, kind="main", icon="scan"), button(texts.DETAILS)),
        caption(texts.COSTS_NOW),
        label=texts.NEXT_CLASS,
    )


def _setup() -> rx.Component:
    return hero(
        row(heading(texts.SETUP), tally(4, 6, "", "signal", 22), between=True),
        caption(texts.SETUP_WHY),
        steps(
            [
                (True, texts.STEP_TIMETABLE, None),
                (True, texts.STEP_PLANS, None),
                (False, texts.STEP_IMPORT, button(texts.IMPORT, kind="main", small=True)),
                (False, texts.STEP_TEAM, None),
            ]
        ),
        label=texts.SETUP,
    )


def _funnel() -> rx.Component:
    return card(
        card_head(texts.FUNNEL, text_link(texts.LINK, path_in(HERE)), badge(13)),
        bar_rows(
            [(texts.LEADS, 1.0, "41"), (texts.TRIALS, 0.54, "22"), (texts.JOINED, 0.32, "13")]
        ),
    )


def _lists() -> rx.Component:
    def plain(r: Any) -> rx.Component:
        return item(
            avatar(r.name), item_text(r.name, r.plan), toned(r.pay_kind, r.pay), href=path_in(HERE)
        )

    return section(
        texts.CARDS,
        grid(
            items(rx.foreach(S.rows, plain)),
            card_link(heading(texts.MEMBERS, level=3), caption(texts.LEAD), href=path_in(HERE)),
            card(heading(texts.HEADING_3, level=3), caption(texts.LEAD), flat=True),
            card(heading(texts.HEADING_3, level=3), caption(texts.LEAD), kind="accent"),
            least=320,
        ),
    )


def _classes() -> rx.Component:
    ido, noa, roi = (say(t) for t in (texts.IDO, texts.NOA, texts.ROI))
    mine = row(
        chip(texts.SAVED_PLACE, "accent"), toned("warning", texts.COSTS_NOW, icon=""), wrap=True
    )
    return section(
        texts.CLASSES,
        class_card(
            "07:00",
            texts.LENGTH,
            texts.STRENGTH,
            ido,
            action=chip(texts.TRAINED, icon="check"),
            look="off",
        ),
        now_line(texts.NOW),
        class_card(
            "13:00",
            texts.LENGTH,
            texts.STRENGTH,
            ido,
            action=button(texts.CANCEL_PLACE, kind="danger_edge"),
            tally=tally_line(11, 12, texts.PLACES),
            note=mine,
            look="mine",
        ),
        class_card(
            "16:30",
            texts.LENGTH,
            texts.PILATES,
            noa,
            action=button(texts.BOOK, kind="main"),
            tally=tally_line(5, 14, texts.NINE_LEFT),
            href=path_in(HERE),
        ),
        class_card(
            "18:00",
            texts.LENGTH,
            texts.LIFTING,
            roi,
            action=button(texts.BOOK, kind="main"),
            tally=tally_line(8, 10, texts.TWO_LEFT, "warning"),
        ),
        class_card(
            "20:00",
            texts.LENGTH,
            texts.PILATES,
            noa,
            action=button(texts.WAIT),
            tally=tally_line(10, 10, texts.FULL),
            note=row(chip(texts.LINE_3, "info"), texts.CLOSED_WHY, wrap=True),
        ),
        class_card(
            "21:00",
            texts.LENGTH,
            texts.YOGA,
            noa,
            note=row(chip(texts.CLASS_OFF, "danger", "calendar_off"), texts.RETURNED, wrap=True),
            look="off",
            is_cut=True,
        ),
    )


def _table() -> rx.Component:
    def cells(r: Any) -> tuple[Any, ...]:
        return (
            person(r.name, ltr(r.phone), size=30),
            r.plan,
            tally_line(r.used, r.total, r.period),
            r.visit,
            toned(r.pay_kind, r.pay),
            more_menu(texts.MORE_FOR, *_entries()),
        )

    return section(
        texts.TABLE,
        filter_bar(
            search_box(S.search, S.look_for, texts.SEARCH, texts.SEARCH_HINT),
            *[
                filter_chip(words, S.filter == key, S.choose_filter(key), count)
                for key, words, count in (
                    ("all", texts.ALL, 312),
                    ("owes", texts.OWES, 7),
                    ("away", texts.AWAY, 21),
                )
            ],
        ),
        table(
            COLUMNS,
            S.rows,
            cells,
            label=texts.MEMBERS,
            key=lambda r: r.id,
            row_label=lambda r: r.name,
            sort=S.sort,
            on_sort=S.sort_by,
            selected=S.selected,
            on_select=S.pick,
            is_all=S.selected.length() == S.rows.length(),
            on_select_all=S.pick_all,
        ),
        pager(texts.PAGE_OF, S.close_over, S.close_over, has_previous=False, has_next=True),
        bulk_bar(
            S.selected.length(),
            rx.Var.create(S.selected.length()).to_string() + " " + say(texts.SELECTED),
            button(texts.MESSAGE, icon="message"),
            button(texts.FREEZE, icon="frozen"),
            on_clear=S.pick_none,
        ),
    )


def _entries() -> tuple[rx.Component, ...]:
    return (
        menu_item(texts.EDIT, "edit", on_click=S.open_over("dialog")),
        menu_item(texts.DUPLICATE, "duplicate", on_click=S.close_over),
        menu_rule(),
        menu_item(texts.DELETE, "delete", on_click=S.open_over("confirm"), kind="danger"),
    )


def _calendar() -> rx.Component:
    def block(s: Any) -> rx.Component:
        return session_block(
            s.time,
            s.name,
            s.coach,
            tally=tally(s.used, s.total),
            kind=s.kind,
            on_click=S.close_over,
        )

    return section(
        texts.CALENDAR,
        week_head(texts.WEEK, S.close_over, S.close_over, S.close_over),
        day_strip(S.week, S.day, S.choose_day),
        week_board(S.week, block, label=texts.WEEK),
    )


def _overlays() -> rx.Component:
    return section(
        texts.OVERLAYS,
        buttons(
            button(texts.OPEN_DIALOG, on_click=S.open_over("dialog")),
            button(texts.OPEN_CONFIRM, on_click=S.open_over("confirm")),
            button(texts.OPEN_SHEET, on_click=S.open_over("sheet")),
            menu(button(common.MORE, icon="open"), menu_title(texts.MAYA), *_entries()),
            popover(button(texts.DETAILS), body(texts.PARAGRAPH)),
            tip(button(texts.PRICE), texts.PRICE_HELP),
        ),
        dialog(
            fields(date_field("from", texts.FROM), date_field("until", texts.UNTIL), columns=2),
            open=S.over == "dialog",
            on_close=S.close_over,
            title=texts.FREEZE_HEAD,
            help=texts.FREEZE_HELP,
            actions=[
                button(texts.FREEZE, kind="main", on_click=S.close_over),
                button(common.CANCEL, on_click=S.close_over),
            ],
        ),
        confirm(
            open=S.over == "confirm",
            on_close=S.close_over,
            title=texts.DELETE_HEAD,
            body=texts.DELETE_WHY,
            action=texts.DELETE,
            on_confirm=S.close_over,
        ),
        side_sheet(
            facts([(texts.PLAN, texts.THREE_WEEK), (texts.LAST_VISIT, texts.TODAY)]),
            open=S.over == "sheet",
            on_close=S.close_over,
            title=texts.MAYA,
        ),
    )


def _conditions() -> rx.Component:
    words: list[tuple[str, Text]] = [
        ("full", texts.FULL_DATA),
        ("loading", texts.LOADING),
        ("empty", texts.EMPTY),
        ("problem", texts.PROBLEM),
    ]
    nothing = empty_state(
        texts.NO_BOOKINGS,
        texts.NO_BOOKINGS_WHY,
        link_button(texts.TO_SCHEDULE, path_in(HERE), kind="main"),
    )
    return section(
        texts.CONDITIONS,
        tabs(words, S.condition, S.choose_condition, label=texts.CONDITIONS, segmented=True),
        states(
            items(rx.foreach(S.rows, lambda r: item(item_text(r.name, r.plan)))),
            loading=S.condition == "loading",
            problem=S.problem,
            is_empty=S.condition == "empty",
            empty=nothing,
            on_retry=S.choose_condition("full"),
        ),
        grid(
            skeleton_list(2),
            skeleton_cards(1),
            skeleton_kpis(2),
            nothing,
            problem_state(say(texts.BROKEN), S.load),
            least=320,
        ),
    )


def _notices() -> rx.Component:
    return section(
        texts.NOTICES,
        notice(
            "danger", texts.CARD_DECLINED, texts.CARD_WHY, action=button(texts.PAY, kind="danger")
        ),
        notice("warning", texts.NEW_PRICE, texts.EVERYBODY_HELP),
        notice("info", texts.FROZEN, texts.FREEZE_HELP),
        notice("positive", texts.SAVED),
        notice("neutral", None, texts.PLAIN_NOTE),
        offline_strip(texts.OFFLINE),
        toast_look(texts.UNDONE, common.UNDO),
        stale(texts.UPDATED, S.load),
    )
