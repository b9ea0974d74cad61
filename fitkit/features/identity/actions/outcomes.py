"""What an attempt to come in ends in."""

from dataclasses import dataclass
from uuid import UUID

from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role


@dataclass(frozen=True, slots=True)
class Admitted:
    """In. The token goes into the cookie and is kept nowhere."""

    token: str
    user_id: UUID
    role: Role | None  # the highest in the gym in use; None without any gym
    lang: Lang
    addresses: tuple[str, ...]  # the user's: e-mail, then the phone if there is one


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Half in: the token stands for a sign-in that waits for its second factor."""

    token: str
    lang: Lang


@dataclass(frozen=True, slots=True)
class Wrong:
    """Not in; the same whether or not there is such an account."""

    tries_left: int  # before a pause, or before the code is dead; 0: start over


@dataclass(frozen=True, slots=True)
class Locked:
    """Too many wrong attempts; the same whether or not there is such an account."""

    minutes: int


Entry = Admitted | SecondFactor | Wrong | Locked


FactorEntry = Admitted | Wrong | Locked
