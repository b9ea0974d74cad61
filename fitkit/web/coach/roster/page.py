"""The roster, from the top: the class, how many are in, search, the people, the line, who cancelled."""

from typing import Any

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.bar import search_box, sticky_bar
from fitkit.design.button import button, icon_button, link_button
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import avatar, chip
from fitkit.design.codes import ByItself, on_top, scan_hit, scan_strip
from fitkit.design.dialog import confirm, dialog, menu_item, more_menu
from fitkit.design.feedback import empty_state, notice, skeleton_list, stale, states
from fitkit.design.field import textarea_field
from fitkit.design.floor import (
    floor_count,
    floor_head,
    floor_list,
    floor_row,
    floor_sign,
    refreshes_on_return,
)
from fitkit.design.form import form
from fitkit.design.icon import icon_of
from fitkit.design.kiosk import hidden_button
from fitkit.design.layout import floor, row, section, when_online
from fitkit.design.layout import page as column
from fitkit.design.nav import tabs
from fitkit.design.say import say
from fitkit.design.taps import tap_box, taps, taps_strip
from fitkit.design.type import ltr, muted
from fitkit.texts import checkin as door
from fitkit.texts import common
from fitkit.texts import floor as texts
from fitkit.web.coach.roster.excusing import ExcuseState
from fitkit.web.coach.roster.giving_back import GivingBackState
from fitkit.web.coach.roster.state import RosterState
from fitkit.web.frames import COACH, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.rows.roster import Flag, FoundRow, GoneRow, LineRow, PersonRow
from fitkit.web.session import SessionState
from fitkit.web.widgets import substitutes
from fitkit.web.widgets.visits import take_button, take_dialog

DAY = "/dashboard/today"
HIT_OVER = "scan-hit-over"


@page(
    "/dashboard/roster/[session]",
    title=texts.ROSTER_TITLE,
    state=RosterState,
    frame=COACH,
    heads=False,
    back=DAY,
)
def roster() -> rx.Component:
    return column(
        floor(
            _head(),
            taps(SessionState.user_email, RosterState.take_taps),
            on_top(taps_strip(door.WAITING_TAPS, door.WAITING_WHY), _scanner()),
            states(
                rx.fragment(
                    _told(), _note(), _count(), _find(), _shown(), _edit_note(), _actions()
                ),
                loading=RosterState.is_loading,
                problem=RosterState.problem,
                is_empty=RosterState.head.id == "",
                empty=rx.fragment(),
                skeleton=skeleton_list(6),
                on_retry=RosterState.load,
            ),
            rx.cond(RosterState.problem, link_button(texts.TO_THE_DAY, path_in(DAY), icon="today")),
            _close(),
            _write(),
            _excuse(),
            _give_back(),
            _take_out(),
            take_dialog(RosterState.refresh),
            substitutes.sheet(),
        ),
        narrow=True,
    )


def _head() -> rx.Component:
    head = RosterState.head
    title = rx.cond(head.name, rx.fragment(ltr(head.time), " ", head.name), say(texts.ROSTER_TITLE))
    again = refreshes_on_return(stale(RosterState.updated, RosterState.refresh))
    below = rx.cond(head.who, head.when + ", " + head.who, head.when)
    shown = rx.cond(RosterState.updated, again)
    return floor_head(title, below, shown, back=path_in(DAY), to=texts.TO_THE_DAY)


def _scanner() -> rx.Component:
    """The camera on top, while it is open; its library comes only then."""
    hit = RosterState.hit
    add = button(door.WALK_IN, kind="main", icon="add", on_click=RosterState.walk_in, big=True)
    shown = scan_hit(
        hit.words,
        hit.why,
        hit.look,
        key=hit.id,
        action=rx.cond((hit.look == "ask") & may(Permission.BOOK_OTHERS), add),
    )
    camera = scan_strip(
        RosterState.scanned,
        RosterState.no_camera,
        RosterState.close_scanner,
        label=door.SCAN_LABEL,
        aim=door.SCAN_AIM,
        close=door.SCAN_CLOSE,
        hit=rx.cond(hit.id, shown),
    )
    none = notice("warning", None, RosterState.camera_problem, icon="camera", urgent=True)
    return rx.fragment(
        rx.cond(RosterState.is_scanning, camera),
        rx.cond(RosterState.camera_problem, none),
        ByItself.create(when=rx.cond(hit.look == "ask", "", hit.id), button=HIT_OVER, after_s=3),
        hidden_button(HIT_OVER, RosterState.hit_over),
    )


def _told() -> rx.Component:
    """What stands above the list: cancelled, not yet, over, closed."""
    head = RosterState.head
    off = notice("danger", texts.CANCELLED_HEAD, texts.CANCELLED_WHY, icon="calendar_off")
    why = rx.cond(head.hint, head.hint, say(texts.TAKEN_WHY))
    again = button(texts.REOPEN, icon="undo", on_click=RosterState.reopen)
    may_reopen = may(Permission.CHECK_IN) & head.is_open
    closed = notice("positive", texts.TAKEN, why, action=rx.cond(may_reopen, again))
    hint = notice("neutral", None, head.hint, icon="clock")
    return rx.cond(
        head.is_cancelled,
        off,
        rx.cond(head.is_taken, closed, rx.cond(head.hint, hint)),
    )


def _note() -> rx.Component:
    note = RosterState.head.note
    return rx.cond(note, notice("neutral", texts.NOTE, note, icon="note"))


def _edit_note() -> rx.Component:
    """What opens a dialog, which the server has to fill: not offered while there is no connection."""
    head = RosterState.head
    edit = button(
        rx.cond(head.note, say(texts.EDIT_NOTE), say(texts.ADD_NOTE)),
        kind="quiet",
        icon="note",
        on_click=RosterState.open_panel("note"),
    )
    own = head.is_mine_ahead & may(Permission.SEE_TIMETABLE)
    offered = row(
        rx.cond(may(Permission.CHECK_IN) & ~head.is_cancelled, edit),
        substitutes.ask_button(head.id, own),
        wrap=True,
    )
    return when_online(offered)


def _count() -> rx.Component:
    head = RosterState.head
    shown = rx.fragment(
        floor_count(head.came, head.of, head.total, head.words),
        tabs(
            [
                ("all", texts.SHOW_ALL, head.total),
                ("missing", texts.SHOW_MISSING, head.missing),
                ("line", texts.SHOW_LINE, head.waiting),
            ],
            RosterState.show,
            RosterState.choose,
            label=texts.SHOW,
            segmented=True,
        ),
    )
    has_people = (head.total > 0) | (head.waiting > 0)
    return rx.cond(has_people & ~head.is_cancelled, shown)


def _find() -> rx.Component:
    problem = RosterState.problems["search"]
    shown = rx.fragment(
        search_box(RosterState.search, RosterState.find, texts.FIND, texts.FIND_HINT),
        rx.cond(problem, notice("danger", None, problem, urgent=True)),
        rx.cond(RosterState.is_lost, notice("neutral", None, texts.NOBODY_FOUND)),
        rx.cond(RosterState.found.length() > 0, items(rx.foreach(RosterState.found, _found))),
    )
    head = RosterState.head
    is_past = head.has_begun & ~head.is_door_open  # nobody can be added any more
    return rx.cond(may(Permission.CHECK_IN) & ~head.is_cancelled & ~is_past, shown)


def _found(f: rx.Var[FoundRow]) -> rx.Component:
    add = button(common.ADD, icon="add", on_click=RosterState.add(f.id), aria_label=f.named)
    come = button(
        texts.CHECK_IN,
        kind="main",
        icon="check",
        on_click=RosterState.check_in(f.id),
        aria_label=f.named,
    )
    return item(
        avatar(f.name, 40),
        item_text(f.name, ltr(f.fact)),
        rx.match(
            f.action,
            ("add", rx.cond(may(Permission.BOOK_OTHERS), add)),
            ("check_in", come),
            chip(f.status),
        ),
        key=f.id,
    )


def _shown() -> rx.Component:
    is_line = RosterState.show == "line"
    return rx.fragment(
        rx.cond(is_line, rx.fragment(), _people()),
        rx.cond(RosterState.show == "missing", rx.fragment(), _line()),
        rx.cond(RosterState.show == "all", _gone()),
    )


def _people() -> rx.Component:
    is_missing = RosterState.show == "missing"
    nobody = empty_state(texts.NOBODY_BOOKED, texts.NOBODY_BOOKED_WHY)
    everybody = empty_state(texts.ALL_CAME, texts.ALL_CAME_WHY)
    listed = floor_list(rx.foreach(RosterState.people, _person), label=texts.ROSTER_TITLE)
    return rx.cond(
        RosterState.people.length() > 0,
        rx.cond(is_missing & ~RosterState.any_missing, everybody, listed),
        rx.cond(RosterState.head.is_cancelled, rx.fragment(), nobody),
    )


def _person(p: rx.Var[PersonRow]) -> rx.Component:
    is_in = p.how == "came"
    can = may(Permission.CHECK_IN) & RosterState.head.is_open
    box = tap_box(is_in, p.label, p.id, p.how)
    made = floor_row(
        p.name,
        p.fact,
        flags=rx.fragment(_owed(p), rx.foreach(p.flags, _flag)),
        menu=rx.cond(p.is_guest, _more_of_guest(p), _more(p, can)),
        mark=rx.cond(can, box, floor_sign(is_in)),
        key=p.id,
    )
    hides = (RosterState.show == "missing") & ~p.was_missing
    return rx.cond(hides, rx.fragment(), made)


def _owed(p: rx.Var[PersonRow]) -> rx.Component:
    """What is to be paid for the visit; who may takes it here."""
    take = take_button(p.order_id, p.owed_for, p.owed, p.take)
    shown = rx.cond(may(Permission.EDIT_MONEY), take, chip(p.owed, "warning", "card"))
    return rx.cond(p.order_id, shown)


def _flag(f: rx.Var[Flag]) -> rx.Component:
    sign = icon_of(
        f.icon, "problem", "forms", "first_time", "birthday", "waiting", "assign", "people", "note"
    )
    return chip(f.words, f.kind, sign)


def _more(p: rx.Var[PersonRow], can: Any) -> rx.Component:
    can_miss = can & RosterState.head.has_begun & (p.how == "none")
    missed = menu_item(texts.MARK_MISSED, icon="missing", on_click=RosterState.miss(p.id))
    clear = menu_item(texts.CLEAR_MISSED, icon="undo", on_click=RosterState.clear(p.id))
    books = may(Permission.BOOK_OTHERS) & RosterState.head.is_ahead
    give_back = menu_item(
        texts.GIVE_BACK, icon="calendar_off", on_click=GivingBackState.give_back(p.id)
    )
    entries = [
        rx.cond(books & (p.how == "none"), give_back),
        rx.cond(can_miss, missed),
        rx.cond(can & (p.how == "missed"), clear),
        rx.cond(may(Permission.EXCUSE) & p.may_excuse, _excuse_item(texts.EXCUSE, p.booking_id)),
        rx.cond(may(Permission.SEE_MEMBERS), _page_of(p.id)),
    ]
    return rx.cond(may(Permission.SEE_MEMBERS) | can | books, more_menu(p.more, *entries))


def _more_of_guest(p: rx.Var[PersonRow]) -> rx.Component:
    books = may(Permission.BOOK_OTHERS) & RosterState.head.is_ahead & (p.how == "none")
    give_back = menu_item(
        texts.GIVE_BACK, icon="calendar_off", on_click=GivingBackState.ask_of_guest(p.id)
    )
    return rx.cond(books, more_menu(p.more, give_back))


def _page_of(member_id: rx.Var[str]) -> rx.Component:
    href = path_in("/dashboard/members") + member_id + "/"
    return menu_item(texts.OPEN_MEMBER, icon="person", href=href)


def _excuse_item(words: Text, booking_id: rx.Var[str]) -> rx.Component:
    return menu_item(words, icon="check", on_click=ExcuseState.ask(booking_id))


def _line() -> rx.Component:
    nobody = empty_state(texts.NOBODY_WAITS, texts.NOBODY_WAITS_WHY)
    listed = section(
        texts.WAITLIST,
        muted(say(texts.WAITLIST_WHY)),
        floor_list(rx.foreach(RosterState.line, _waiting), label=texts.WAITLIST),
    )
    return rx.cond(
        RosterState.line.length() > 0,
        listed,
        rx.cond(RosterState.show == "line", nobody),
    )


def _waiting(entry: rx.Var[LineRow]) -> rx.Component:
    turn = chip(entry.chip, entry.chip_kind, "waiting")
    return floor_row(
        entry.name,
        entry.fact,
        flags=rx.cond(entry.chip, turn),
        menu=_more_of_line(entry),
        start=entry.position,
        key=entry.id,
    )


def _more_of_line(entry: rx.Var[LineRow]) -> rx.Component:
    books = may(Permission.BOOK_OTHERS) & RosterState.head.is_ahead
    out = menu_item(texts.TAKE_OUT, icon="close", on_click=GivingBackState.ask_of_line(entry.id))
    entries = [
        rx.cond(books, out),
        rx.cond(may(Permission.SEE_MEMBERS), _page_of(entry.id)),
    ]
    return rx.cond(may(Permission.SEE_MEMBERS) | books, more_menu(entry.more, *entries))


def _gone() -> rx.Component:
    listed = items(rx.foreach(RosterState.gone, _gone_row))
    return rx.cond(RosterState.gone.length() > 0, section(texts.GONE, listed))


def _gone_row(g: rx.Var[GoneRow]) -> rx.Component:
    can = may(Permission.EXCUSE) & g.may_excuse
    menu = more_menu(g.more, _excuse_item(texts.EXCUSE_LATE, g.booking_id))
    return item(
        avatar(g.name, 36),
        item_text(g.name, g.words),
        rx.foreach(g.flags, _flag),
        rx.cond(can, menu),
        key=g.booking_id,
    )


def _actions() -> rx.Component:
    head = RosterState.head
    marks = may(Permission.CHECK_IN) & head.is_open
    can = marks & head.has_begun & ~head.is_taken & (head.total > 0)
    seeks = head.is_door_open & ~RosterState.is_scanning
    scan = button(
        door.SCAN_OPEN, kind="main", icon="scan", big=True, on_click=RosterState.open_scanner
    )
    square = icon_button("scan", door.SCAN_OPEN, on_click=RosterState.open_scanner, kind="default")
    close = button(
        texts.CLOSE,
        kind="main",
        icon="calendar_done",
        big=True,
        on_click=RosterState.open_panel("close"),
    )
    return rx.cond(
        marks,
        rx.cond(
            can,
            sticky_bar(close, rx.cond(seeks, square)),
            rx.cond(seeks, sticky_bar(scan)),
        ),
    )


def _close() -> rx.Component:
    return confirm(
        open=RosterState.panel == "close",
        on_close=RosterState.close_panel,
        title=texts.CLOSE_ASK,
        body=RosterState.head.close_words,
        action=texts.CLOSE,
        on_confirm=RosterState.close,
        kind="main",
        icon="calendar_done",
    )


def _give_back() -> rx.Component:
    """A guest's place, or somebody's once that costs them."""
    return confirm(
        open=(GivingBackState.asks == "place") | (GivingBackState.asks == "guest"),
        on_close=GivingBackState.leave,
        title=GivingBackState.title,
        body=GivingBackState.body,
        action=texts.GIVE_BACK,
        on_confirm=GivingBackState.confirm,
        icon="calendar_off",
    )


def _take_out() -> rx.Component:
    """Somebody's number in line."""
    return confirm(
        open=GivingBackState.asks == "line",
        on_close=GivingBackState.leave,
        title=GivingBackState.title,
        body=say(texts.TAKE_OUT_WHY),
        action=texts.TAKE_OUT,
        on_confirm=GivingBackState.confirm,
        icon="close",
    )


def _write() -> rx.Component:
    return dialog(
        form(
            textarea_field(
                "note",
                texts.NOTE,
                default=RosterState.head.note,
                help=texts.NOTE_HELP,
                problem=RosterState.problems["note"],
                optional=True,
                most=500,
            ),
            on_submit=RosterState.save_note,
            id="class-note",
        ),
        open=RosterState.panel == "note",
        on_close=RosterState.close_panel,
        title=texts.NOTE,
        actions=[
            button(common.SAVE, kind="main", submit=True, custom_attrs={"form": "class-note"}),
            button(common.CANCEL, on_click=RosterState.close_panel),
        ],
    )


def _excuse() -> rx.Component:
    """Why it is accepted; the words stay with the row."""
    return dialog(
        form(
            textarea_field(
                "words",
                texts.EXCUSE_WHY,
                rows=2,
                help=texts.EXCUSE_WHY_HELP,
                problem=ExcuseState.problems["words"],
                optional=True,
                most=500,
            ),
            on_submit=ExcuseState.save,
            id="excuse",
        ),
        open=ExcuseState.booking_id != "",
        on_close=ExcuseState.leave,
        title=ExcuseState.title,
        help=texts.EXCUSE_HELP,
        actions=[
            button(texts.EXCUSE_DO, kind="main", submit=True, custom_attrs={"form": "excuse"}),
            button(common.CANCEL, on_click=ExcuseState.leave),
        ],
    )
