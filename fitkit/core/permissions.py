"""Permissions, roles, the table that joins them, and the marks that enforce them."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, TypeVar

from fitkit.core.errors import Denied

if TYPE_CHECKING:
    from fitkit.core.actor import Actor
    from fitkit.core.work import Work

A = ParamSpec("A")
R = TypeVar("R")
X = TypeVar("X")  # the bundle of ports, which core must not know
MARK: Final = "__fitkit_mark__"
PUBLIC: Final = "public"
INTERNAL: Final = "internal"


class Permission(StrEnum):
    """A verb on a noun; what a screen needs and an action demands."""

    # one's own account: everyone who is signed in
    USE_ACCOUNT = "use_account"
    # members, for themselves
    BOOK_SELF = "book_self"
    SEE_OWN = "see_own"
    EDIT_OWN = "edit_own"
    # on the floor
    SEE_TIMETABLE = "see_timetable"
    SEE_ROSTER = "see_roster"
    CHECK_IN = "check_in"
    EXCUSE = "excuse"  # a no-show or a late cancellation
    BOOK_OTHERS = "book_others"
    SEE_MEMBERS = "see_members"
    NOTE_MEMBERS = "note_members"
    # at the desk
    SEE_OVERVIEW = "see_overview"
    EDIT_MEMBERS = "edit_members"
    ARCHIVE_MEMBERS = "archive_members"
    SEE_PLANS = "see_plans"
    EDIT_PLANS = "edit_plans"
    GIVE_PLANS = "give_plans"
    SEE_MONEY = "see_money"
    EDIT_MONEY = "edit_money"  # record what came in, take back what was recorded wrongly
    REOPEN_CASH = "reopen_cash"  # a day of the drawer that was counted and closed
    REFUND = "refund"  # give money back, or correct what somebody owes
    EDIT_CATALOGUE = "edit_catalogue"
    EDIT_TIMETABLE = "edit_timetable"
    SEE_STAFF = "see_staff"
    EDIT_STAFF = "edit_staff"
    INVITE_MEMBERS = "invite_members"
    EDIT_SETTINGS = "edit_settings"
    SEE_AUDIT = "see_audit"
    HAND_OVER = "hand_over"
    # a tablet at the gym's door: no person's, opened by its own address
    USE_KIOSK = "use_kiosk"
    # FitKit's own people, outside gyms
    SEE_PLATFORM = "see_platform"
    RUN_PLATFORM = "run_platform"


class Role(StrEnum):
    """What somebody is in one gym; of the platform, outside all gyms."""

    OWNER = "owner"
    ADMIN = "admin"
    COACH = "coach"
    MEMBER = "member"
    SUPPORT = "support"
    PLATFORM_ADMIN = "platform_admin"


GYM_ROLES: Final = (Role.OWNER, Role.ADMIN, Role.COACH, Role.MEMBER)
STAFF_ROLES: Final = (Role.OWNER, Role.ADMIN, Role.COACH)
PLATFORM_ROLES: Final = (Role.SUPPORT, Role.PLATFORM_ADMIN)

P = Permission
_EVERYONE = frozenset({P.USE_ACCOUNT})
_MEMBER = _EVERYONE | {P.BOOK_SELF, P.SEE_OWN, P.EDIT_OWN}
_COACH = _EVERYONE | {
    P.SEE_TIMETABLE,
    P.SEE_ROSTER,
    P.CHECK_IN,
    P.EXCUSE,
    P.BOOK_OTHERS,
    P.SEE_MEMBERS,
    P.NOTE_MEMBERS,
}
_ADMIN = _COACH | {
    P.SEE_OVERVIEW,
    P.EDIT_MEMBERS,
    P.ARCHIVE_MEMBERS,
    P.SEE_PLANS,
    P.EDIT_PLANS,
    P.GIVE_PLANS,
    P.SEE_MONEY,
    P.EDIT_MONEY,
    P.REFUND,
    P.EDIT_CATALOGUE,
    P.EDIT_TIMETABLE,
    P.SEE_STAFF,
    P.EDIT_STAFF,
    P.INVITE_MEMBERS,
    P.EDIT_SETTINGS,
    P.SEE_AUDIT,
}
ROLES: Final[dict[Role, frozenset[Permission]]] = {
    Role.MEMBER: _MEMBER,
    Role.COACH: _COACH,
    Role.ADMIN: _ADMIN,
    Role.OWNER: _ADMIN | {P.HAND_OVER, P.REOPEN_CASH},
    Role.SUPPORT: _EVERYONE | {P.SEE_PLATFORM},
    Role.PLATFORM_ADMIN: _EVERYONE | {P.SEE_PLATFORM, P.RUN_PLATFORM},
}


def requires(
    permission: Permission, *, own: Permission | None = None, by: str = "member_id"
) -> Callable[[Callable[Concatenate["Work", A], R]], Callable[Concatenate["Work", A], R]]:
    """The wall: the actor has the permission, or ``own`` for the row that is theirs.

    ``by`` names the argument that says whose row it is; compared with the actor's
    attribute of the same name (``member_id``, ``user_id``). A guardian's own are their
    wards' rows too.
    """

    def mark(
        fn: Callable[Concatenate["Work", A], R],
    ) -> Callable[Concatenate["Work", A], R]:
        @wraps(fn)
        def checked(w: "Work", /, *args: A.args, **kwargs: A.kwargs) -> R:
            actor = w.actor
            if permission not in actor.permissions and not actor.is_system:
                mine = own is not None and own in actor.permissions
                whose = kwargs.get(by)
                is_theirs = whose == getattr(actor, by) or (
                    by == "member_id" and whose in actor.ward_ids
                )
                if not mine or whose is None or not is_theirs:
                    raise Denied
            return fn(w, *args, **kwargs)

        setattr(checked, MARK, str(permission))
        return checked

    return mark


def flow_requires(
    permission: Permission,
) -> Callable[[Callable[Concatenate[X, "Actor", A], R]], Callable[Concatenate[X, "Actor", A], R]]:
    """The same wall for a flow, which is called with ``(ports, actor, …)``."""

    def mark(
        fn: Callable[Concatenate[X, "Actor", A], R],
    ) -> Callable[Concatenate[X, "Actor", A], R]:
        @wraps(fn)
        def checked(ports: X, actor: "Actor", /, *args: A.args, **kwargs: A.kwargs) -> R:
            if permission not in actor.permissions and not actor.is_system:
                raise Denied
            return fn(ports, actor, *args, **kwargs)

        setattr(checked, MARK, str(permission))
        return checked

    return mark


def public(fn: Callable[A, R]) -> Callable[A, R]:
    """May be called by a visitor: sign-in, join, minisite."""
    setattr(fn, MARK, PUBLIC)
    return fn


def internal(fn: Callable[A, R]) -> Callable[A, R]:
    """A building block for other features and jobs; refused at every edge."""
    setattr(fn, MARK, INTERNAL)
    return fn


def mark_of(fn: object) -> str | None:
    """The mark of a function: a permission, ``public``, ``internal``, or None."""
    mark = getattr(fn, MARK, None)
    return mark if isinstance(mark, str) else None


def is_open_at_edges(fn: object) -> bool:
    """Whether a screen or an endpoint may call it: forgetting a mark closes the door."""
    return mark_of(fn) not in (None, INTERNAL)
