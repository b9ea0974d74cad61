"""Users by what they type, and the one who acts."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from fitkit.core.errors import Denied, Refusal
from fitkit.core.work import Work
from fitkit.features.identity import events
from fitkit.features.identity.tables import User
from fitkit.texts import identity as texts


def user_at(w: Work, address: str) -> User | None:
    """Whose e-mail or phone an address is, if anybody's."""
    return w.session.execute(
        select(User).where(sa.or_(col(User.email) == address, col(User.phone) == address))
    ).scalar_one_or_none()


def new_user(w: Work, user: User) -> User:
    """Write a user and publish UserJoined.

    Raises:
        Refusal: SIGN_IN_FIRST: somebody took the address at this very moment.
    """
    try:
        with w.session.begin_nested():
            w.add(user)
    except IntegrityError:  # the same person, twice at one moment
        raise Refusal(texts.SIGN_IN_FIRST) from None
    w.publish(events.UserJoined(about=user.id, user_id=user.id))
    return user


def addresses_of(user: User) -> tuple[str, ...]:
    """What a user may type to say who they are: the e-mail, then the phone if there is one."""
    return (user.email, user.phone) if user.phone else (user.email,)


def own_id(w: Work) -> UUID:
    """The user who acts.

    Raises:
        Denied: nobody is signed in.
    """
    if w.actor.user_id is None:
        raise Denied
    return w.actor.user_id
