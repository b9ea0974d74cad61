"""The roster, from the top: head, search and filters, the list, the bar of those chosen, the dialogs."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.bar import bulk_bar, filter_bar, search_box
from fitkit.design.button import button
from fitkit.design.chip import chip, filter_chip, person, tag
from fitkit.design.dialog import menu, menu_item, menu_rule
from fitkit.design.feedback import empty_state, skeleton_table, states
from fitkit.design.layout import page as column
from fitkit.design.layout import row
from fitkit.design.nav import page_head
from fitkit.design.say import say
from fitkit.design.table import Column, pager, table
from fitkit.design.tally import tally_line
from fitkit.design.type import ltr, muted
from fitkit.texts import desk
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.members import dialogs
from fitkit.web.owner.members.state import ARCHIVED, MembersState
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.member import MemberRow

COLUMNS = (
    Column(desk.COL_MEMBER, phone="title", sort="name"),
    Column(desk.COL_PLAN, bare=True),
    Column(desk.COL_PERIOD, bare=True),
    Column(desk.COL_LAST_VISIT),
    Column(desk.STATUS, phone="status"),
    Column(desk.COL_TAGS, bare=True),
    Column(desk.COACH, phone="hide"),
    Column(desk.COL_JOINED, phone="hide", sort="joined"),
)


@page("/dashboard/members", title=desk.MEMBERS, state=MembersState, frame=Frame.STAFF, heads=False)
def members() -> rx.Component:
    return column(_head(), _filters(), _list(), _bulk(), dialogs.all_of_them(), compact=True)


def _head() -> rx.Component:
    return page_head(
        desk.MEMBERS,
        rx.cond(
            may(Permission.EDIT_MEMBERS),
            row(
                button(desk.EXPORT, icon="download", on_click=MembersState.export),
                button(
                    desk.ADD_MEMBER,
                    kind="main",
                    icon="add",
                    on_click=MembersState.open_panel("add"),
                ),
            ),
        ),
        count=MembersState.count_words,
    )


def _filters() -> rx.Component:
    chips = [_chip("", desk.FILTER_ALL), *[_chip(k, w) for k, w in desk.FILTERS.items()]]
    return filter_bar(
        search_box(MembersState.search, MembersState.find, desk.SEARCH_LABEL, desk.SEARCH_MEMBERS),
        *chips,
        _chip(ARCHIVED, desk.FILTER_ARCHIVED, icon="archive"),
        more=row(_tags(), _coaches()),
    )


def _chip(key: str, words: Text, icon: str | None = None) -> rx.Component:
    """A filter with how many it would show; one that would show nobody stays away."""
    count = MembersState.counts[key]
    is_on = MembersState.status == key
    made = filter_chip(words, is_on, MembersState.show(key), count=count, icon=icon)
    return made if key == "" else rx.cond((count > 0) | is_on, made)


def _tags() -> rx.Component:
    return rx.cond(
        MembersState.tags.length() > 0,
        menu(
            button(
                rx.cond(MembersState.tag_name != "", MembersState.tag_name, say(desk.ANY_TAG)),
                icon="tag",
            ),
            menu_item(desk.ANY_TAG, on_click=MembersState.show_tag("")),
            menu_rule(),
            rx.foreach(MembersState.tags, _tag_entry),
        ),
    )


def _tag_entry(choice: rx.Var[Choice]) -> rx.Component:
    return menu_item(choice.label, on_click=MembersState.show_tag(choice.value))


def _coaches() -> rx.Component:
    name = MembersState.coach_name
    return rx.cond(
        MembersState.coaches.length() > 0,
        menu(
            button(rx.cond(name != "", name, say(desk.ANY_COACH)), icon="person"),
            menu_item(desk.ANY_COACH, on_click=MembersState.show_coach("")),
            menu_rule(),
            rx.foreach(MembersState.coaches, _coach_entry),
        ),
    )


def _coach_entry(choice: rx.Var[Choice]) -> rx.Component:
    return menu_item(choice.label, on_click=MembersState.show_coach(choice.value))


def _list() -> rx.Component:
    add = button(desk.ADD_MEMBER, kind="main", icon="add", on_click=MembersState.open_panel("add"))
    nobody = empty_state(
        desk.EMPTY_ROSTER, desk.EMPTY_ROSTER_WHY, rx.cond(may(Permission.EDIT_MEMBERS), add)
    )
    no_match = empty_state(
        desk.NOBODY_FITS,
        desk.NOBODY_FITS_WHY,
        button(desk.CLEAR_FILTERS, on_click=MembersState.clear),
    )
    return states(
        rx.fragment(
            rx.cond(may(Permission.EDIT_MEMBERS), _table(choosing=True), _table(choosing=False)),
            pager(
                MembersState.summary,
                MembersState.previous_page,
                MembersState.next_page,
                MembersState.has_previous,
                MembersState.has_next,
            ),
        ),
        loading=MembersState.is_loading,
        problem=MembersState.problem,
        is_empty=MembersState.rows.length() == 0,
        empty=rx.cond(MembersState.is_filtered, no_match, nobody),
        skeleton=skeleton_table(),
        on_retry=MembersState.load,
    )


def _table(*, choosing: bool) -> rx.Component:
    base = path_in("/dashboard/members/")
    picks = {
        "selected": MembersState.chosen,
        "on_select": MembersState.choose,
        "is_all": MembersState.is_all,
        "on_select_all": MembersState.choose_all,
        "row_label": lambda m: m.name,
    }
    return table(
        COLUMNS,
        MembersState.rows,
        _cells,
        label=desk.MEMBERS,
        key=lambda m: m.id,
        href=lambda m: f"{base}{m.id}/",
        sort=MembersState.order,
        on_sort=MembersState.sort,
        **(picks if choosing else {}),
    )


def _cells(m: rx.Var[MemberRow]) -> list[rx.Component]:
    period = rx.cond(m.has_tally, tally_line(m.used, m.total, m.period), muted(m.period))
    return [
        person(m.name, rx.cond(m.phone != "", ltr(m.phone)), size=34),
        rx.text.span(m.plan),
        period,
        muted(m.last_visit),
        chip(m.status, m.status_kind),
        row(rx.foreach(m.tags, _worn), gap=1, wrap=True),
        muted(m.coach),
        muted(m.joined),
    ]


def _bulk() -> rx.Component:
    archived = MembersState.status == ARCHIVED
    put_away = rx.cond(
        archived,
        _deed(desk.RESTORE, "restore", MembersState.restore_chosen, Permission.ARCHIVE_MEMBERS),
        _deed(desk.ARCHIVE, "archive", MembersState.archive_chosen, Permission.ARCHIVE_MEMBERS),
    )
    invite = _deed(desk.INVITE_APP, "invite", MembersState.ask_invite, Permission.INVITE_MEMBERS)
    return bulk_bar(
        MembersState.chosen.length(),
        MembersState.chosen_words,
        _deed(desk.TAG, "tag", MembersState.open_panel("tag"), Permission.EDIT_MEMBERS),
        _deed(desk.COACH, "assign", MembersState.open_panel("coach"), Permission.EDIT_STAFF),
        rx.cond(archived, rx.fragment(), invite),
        put_away,
        on_clear=MembersState.choose_none,
    )


def _deed(words: Text, icon: str, on_click: object, needs: Permission) -> rx.Component:
    return rx.cond(may(needs), button(words, icon=icon, on_click=on_click))


def _worn(name: rx.Var[str]) -> rx.Component:
    return tag(name)
