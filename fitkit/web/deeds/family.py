"""For whom a guardian's screen is: themself, or one of their children."""

from collections.abc import Callable
from uuid import UUID

from fitkit.features.members import queries as members
from fitkit.texts import files as texts
from fitkit.web.rows.session import Pick
from fitkit.web.screen import Screen

Address = Callable[[UUID | None], str]  # of the same screen, for a child or (None) for oneself


async def family_picks(screen: Screen, address: Address) -> list[Pick]:
    """Oneself, then the children by age; empty for who has none."""
    actor = await screen.actor()
    if not actor.ward_ids or actor.member_id is None:
        return []
    children = await screen.do(members.wards, member_id=actor.member_id)
    shown = await screen.me()
    mine = Pick("", texts.ME.to(screen.lang()), shown == actor.member_id, address(None))
    return [
        mine,
        *(
            Pick(str(c.member_id), c.first_name, c.member_id == shown, address(c.member_id))
            for c in children
        ),
    ]
