"""A member's page, from the top: head, plans held, classes, notes; beside them app access, details, activity."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button, icon_button, link_button
from fitkit.design.card import card, card_head, facts, item, item_text, items
from fitkit.design.chip import avatar, chip, tag
from fitkit.design.desk import bdi, copy_line, member_head, plain_lines
from fitkit.design.dialog import menu_item, more_menu
from fitkit.design.feedback import empty_state, notice, skeleton_list, states
from fitkit.design.field import select_field, textarea_field
from fitkit.design.form import form
from fitkit.design.layout import only_desk, row, section, split, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import back_link
from fitkit.design.tally import tally_line
from fitkit.design.type import ltr, muted, strong
from fitkit.texts import desk
from fitkit.texts import members as texts
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.member import dialogs
from fitkit.web.owner.member.changes.parts import change_parts, changes
from fitkit.web.owner.member.endings.parts import ending_dialogs, endings
from fitkit.web.owner.member.files.parts import family, file_dialogs, forms_on_file, penalties
from fitkit.web.owner.member.money.parts import payment_dialogs, payments
from fitkit.web.owner.member.regular.parts import fixed_places, regular_dialogs
from fitkit.web.owner.member.rests.parts import freezes, rest_dialogs
from fitkit.web.owner.member.selling.more.parts import sell_more_button, sell_more_dialog
from fitkit.web.owner.member.selling.more.state import SellMoreState
from fitkit.web.owner.member.selling.parts import sell_button, sell_dialog
from fitkit.web.owner.member.selling.state import SellState
from fitkit.web.owner.member.state import MemberState
from fitkit.web.rows.event import EventRow
from fitkit.web.rows.member import NoteRow, TagRow, VisitRow
from fitkit.web.rows.subscription import HeldRow

HEAD = MemberState.head


@page(
    "/dashboard/members/[id]",
    title=desk.MEMBER_TITLE,
    state=MemberState,
    frame=Frame.STAFF,
    heads=False,
    back="/dashboard/members",
    closes=(SellState.close, SellMoreState.close),
)
def member() -> rx.Component:
    content = stack(
        _head(),
        _archived(),
        split(
            rx.fragment(
                _plans(),
                endings(),
                payments(),
                freezes(),
                changes(),
                fixed_places(),
                _notes(),
                _coming(),
                penalties(),
                _visits(),
            ),
            rx.fragment(_app(), _details(), family(), forms_on_file(), _trail()),
        ),
        gap=5,
    )
    return column(
        only_desk(back_link(desk.BACK_TO_MEMBERS, path_in("/dashboard/members"))),
        states(
            content,
            loading=MemberState.is_loading,
            problem=MemberState.problem,
            is_empty=HEAD.id == "",
            empty=empty_state(
                desk.NOT_FOUND,
                desk.NOBODY_FITS_WHY,
                link_button(desk.BACK_TO_MEMBERS, path_in("/dashboard/members")),
            ),
            skeleton=skeleton_list(6),
            on_retry=MemberState.load,
        ),
        dialogs.all_of_them(),
        file_dialogs(),
        regular_dialogs(),
        rest_dialogs(MemberState.plans_again),
        change_parts(MemberState.plans_again),
        ending_dialogs(),
        sell_dialog(),
        sell_more_dialog(),
        payment_dialogs(),
    )


def _head() -> rx.Component:
    return member_head(
        HEAD.name,
        avatar(HEAD.name, size=64),
        row(
            chip(HEAD.status, HEAD.status_kind),
            rx.cond(HEAD.age != "", muted(HEAD.age)),
            muted(HEAD.since),
            wrap=True,
        ),
        _tags(),
        actions=row(_reach(), _deeds(), wrap=True),
    )


def _reach() -> rx.Component:
    """Call, WhatsApp, e-mail: what there is."""
    return rx.fragment(
        rx.cond(
            HEAD.phone != "",
            rx.fragment(
                link_button(HEAD.phone, HEAD.phone_href, icon="phone", external=True, dir="ltr"),
                link_button(
                    desk.WHATSAPP,
                    HEAD.whatsapp,
                    icon="message",
                    external=True,
                    target="_blank",
                    rel="noopener noreferrer",
                ),
            ),
        ),
    )


def _deeds() -> rx.Component:
    archive = menu_item(desk.ARCHIVE, icon="archive", on_click=MemberState.archive)
    restore = menu_item(desk.RESTORE, icon="restore", on_click=MemberState.restore)
    return rx.cond(
        may(Permission.EDIT_MEMBERS),
        rx.fragment(
            button(desk.EDIT_DETAILS, icon="edit", on_click=MemberState.open_edit),
            more_menu(
                HEAD.name,
                menu_item(desk.TAG_THEM, icon="tag", on_click=MemberState.open_tag),
                rx.cond(
                    may(Permission.ARCHIVE_MEMBERS),
                    rx.cond(HEAD.archived == "", archive, restore),
                ),
            ),
        ),
    )


def _tags() -> rx.Component:
    removable = rx.foreach(MemberState.tags, _removable_tag)
    fixed = rx.foreach(MemberState.tags, _fixed_tag)
    add = button(desk.TAG_THEM, kind="quiet", icon="add", small=True, on_click=MemberState.open_tag)
    return row(
        rx.cond(may(Permission.EDIT_MEMBERS), rx.fragment(removable, add), rx.fragment(fixed)),
        wrap=True,
    )


def _removable_tag(t: rx.Var[TagRow]) -> rx.Component:
    return tag(t.name, on_remove=MemberState.remove_tag(t.id))


def _fixed_tag(t: rx.Var[TagRow]) -> rx.Component:
    return tag(t.name)


def _archived() -> rx.Component:
    back = button(desk.RESTORE, icon="restore", on_click=MemberState.restore)
    return rx.cond(
        HEAD.archived != "",
        notice(
            "neutral",
            None,
            HEAD.archived,
            action=rx.cond(may(Permission.ARCHIVE_MEMBERS), back),
            icon="archive",
        ),
    )


# plans


def _plans() -> rx.Component:
    give = button(desk.GIVE_PLAN, kind="main", icon="add", on_click=MemberState.open_give)
    give_or_sell = row(
        sell_button(), sell_more_button(), rx.cond(may(Permission.GIVE_PLANS), give), wrap=True
    )
    may_give = rx.cond(HEAD.archived == "", give_or_sell)
    none = card(
        strong(desk.NO_PLAN_HELD),
        muted(desk.NO_PLAN_HELD_WHY),
    )
    return section(
        desk.PLANS_HELD,
        rx.cond(
            MemberState.held.length() > 0, stack(rx.foreach(MemberState.held, _held), gap=3), none
        ),
        rx.cond(
            MemberState.past.length() > 0,
            section(desk.PAST_PLANS, items(rx.foreach(MemberState.past, _past))),
        ),
        action=may_give,
    )


def _held(h: rx.Var[HeldRow]) -> rx.Component:
    return card(
        card_head(h.plan, chip(h.status, h.status_kind)),
        rx.cond(h.is_counted, tally_line(h.used, h.total, h.left, height=20)),
        plain_lines([h.gives, h.dates, h.covers]),
        row(
            rx.cond(
                h.is_counted,
                button(
                    desk.MOVES,
                    kind="quiet",
                    small=True,
                    icon="history",
                    on_click=MemberState.open_moves(h.id),
                ),
            ),
            rx.cond(may(Permission.GIVE_PLANS), _held_deeds(h)),
            wrap=True,
        ),
    )


def _held_deeds(h: rx.Var[HeldRow]) -> rx.Component:
    adjust = button(desk.ADJUST, small=True, icon="edit", on_click=MemberState.open_adjust(h.id))
    return rx.fragment(
        rx.cond(h.is_counted, adjust),
        button(
            desk.END_PLAN,
            kind="danger_edge",
            small=True,
            on_click=MemberState.open_end(h.id),
        ),
    )


def _past(h: rx.Var[HeldRow]) -> rx.Component:
    more = button(desk.MOVES, kind="quiet", small=True, on_click=MemberState.open_moves(h.id))
    adjust = button(desk.ADJUST, kind="quiet", small=True, on_click=MemberState.open_adjust(h.id))
    return item(
        item_text(h.plan, h.dates),
        chip(h.status),
        rx.cond(
            h.is_counted,
            row(
                rx.cond(h.is_used_up, rx.cond(may(Permission.GIVE_PLANS), adjust)), more, wrap=True
            ),
        ),
    )


# classes


def _coming() -> rx.Component:
    return section(
        desk.COMING,
        rx.cond(
            MemberState.coming.length() > 0,
            items(rx.foreach(MemberState.coming, _visit)),
            card(muted(desk.NOTHING_COMING)),
        ),
    )


def _visits() -> rx.Component:
    more = button(desk.MORE_VISITS, kind="quiet", on_click=MemberState.more_visits)
    return section(
        desk.VISITED,
        rx.cond(
            MemberState.visits.length() > 0,
            items(rx.foreach(MemberState.visits, _visit)),
            card(muted(desk.NO_HISTORY)),
        ),
        rx.cond(MemberState.has_more_visits, more),
    )


def _visit(v: rx.Var[VisitRow]) -> rx.Component:
    return item(item_text(v.title, v.when), chip(v.status, v.status_kind))


# notes


def _notes() -> rx.Component:
    write = form(
        textarea_field(
            "text",
            desk.NEW_NOTE,
            rows=2,
            most=2000,
            problem=MemberState.problems["text"],
            key=MemberState.written.to_string(),
        ),
        row(button(desk.ADD_NOTE, submit=True, icon="note"), muted(desk.NOTES_HELP), wrap=True),
        on_submit=MemberState.add_note,
        id="note-form",
    )
    return rx.cond(
        may(Permission.NOTE_MEMBERS),
        section(
            desk.NOTES,
            card(
                write,
                rx.cond(
                    MemberState.notes.length() > 0,
                    items(rx.foreach(MemberState.notes, _note), own=False),
                ),
            ),
        ),
    )


def _note(n: rx.Var[NoteRow]) -> rx.Component:
    return item(
        item_text(n.text, n.by),
        icon_button("delete", desk.REMOVE_NOTE, MemberState.remove_note(n.id)),
    )


# beside


def _app() -> rx.Component:
    app = MemberState.app
    return rx.cond(
        may(Permission.INVITE_MEMBERS),
        card(
            card_head(desk.APP_ACCESS),
            rx.cond(
                app.has_account,
                row(chip(app.words, "positive", icon="mobile")),
                rx.cond(app.is_open, _waiting(), _uninvited()),
            ),
        ),
    )


def _waiting() -> rx.Component:
    app = MemberState.app
    return stack(
        row(chip(app.words, app.kind)),
        copy_line(
            app.link,
            desk.JOIN_LINK,
            button(
                desk.COPY_LINK,
                icon="copy",
                small=True,
                on_click=[rx.set_clipboard(app.link), MemberState.copied],
            ),
            button(desk.RESEND, icon="send", small=True, on_click=MemberState.resend),
            button(desk.REVOKE, kind="quiet", small=True, on_click=MemberState.revoke),
        ),
        muted(desk.JOIN_LINK_HELP),
    )


def _uninvited() -> rx.Component:
    by_mail = button(
        desk.INVITE, kind="soft", icon="invite", full=True, on_click=MemberState.invite
    )
    by_hand = stack(
        muted(desk.INVITE_NO_EMAIL),
        button(desk.MAKE_LINK, kind="soft", icon="link", full=True, on_click=MemberState.invite),
    )
    return stack(
        strong(desk.NOT_INVITED),
        muted(desk.NOT_INVITED_WHY),
        rx.cond(HEAD.archived == "", rx.cond(HEAD.email != "", by_mail, by_hand)),
    )


def _details() -> rx.Component:
    return card(
        card_head(desk.DETAILS),
        facts(
            [
                (texts.PHONE, _or_none(HEAD.phone, ltr(HEAD.phone))),
                (texts.EMAIL, _or_none(HEAD.email, ltr(HEAD.email))),
                (texts.BIRTH_DATE, _or_none(HEAD.birth_date, ltr(HEAD.birth_date))),
                (texts.GENDER, HEAD.gender),
                (texts.ADDRESS, _or_none(HEAD.address, rx.text.span(HEAD.address))),
                (texts.EMERGENCY_NAME, _emergency()),
                (texts.SOURCE, HEAD.source),
                (texts.NATIONAL_ID, _national_id()),
            ]
        ),
        _coach(),
    )


def _or_none(value: rx.Var[str], shown: rx.Component) -> rx.Component:
    return rx.cond(value != "", shown, muted(desk.NOT_SAID))


def _emergency() -> rx.Component:
    both = rx.fragment(HEAD.emergency, " ", ltr(HEAD.emergency_phone))
    return _or_none(HEAD.emergency + HEAD.emergency_phone, both)


def _national_id() -> rx.Component:
    show = button(
        desk.SHOW_ID,
        kind="quiet",
        small=True,
        icon="show",
        on_click=MemberState.show_national_id,
    )
    kept = rx.cond(
        MemberState.national_id != "",
        ltr(MemberState.national_id),
        rx.cond(may(Permission.EDIT_MEMBERS), show, muted("•••")),
    )
    return rx.cond(HEAD.has_national_id, kept, muted(desk.NOT_SAID))


def _coach() -> rx.Component:
    choose = select_field(
        "coach",
        desk.COACH,
        MemberState.coaches,
        empty=desk.NO_COACH,
        value=MemberState.coach_id,
        on_change=MemberState.choose_coach,
    )
    shown = facts([(desk.COACH, _or_none(HEAD.coach, rx.text.span(HEAD.coach)))])
    return rx.cond(may(Permission.EDIT_STAFF), choose, shown)


def _trail() -> rx.Component:
    full = link_button(desk.ALL_ACTIVITY, path_in("/dashboard/audit"), kind="quiet", small=True)
    return rx.cond(
        may(Permission.SEE_AUDIT),
        card(
            card_head(desk.ACTIVITY, full),
            rx.cond(
                MemberState.trail.length() > 0,
                items(rx.foreach(MemberState.trail, _event), own=False),
                muted(desk.NO_ACTIVITY),
            ),
        ),
    )


def _event(e: rx.Var[EventRow]) -> rx.Component:
    return item(item_text(e.words, e.detail, rx.fragment(bdi(e.who), ", ", bdi(e.when))))
