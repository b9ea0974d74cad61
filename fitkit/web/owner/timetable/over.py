"""What lies over the board: each dialog has a State of its own, and all are shut on arrival."""

from fitkit.web.deeds.substitutes import SubstitutesState
from fitkit.web.owner.timetable.bulk import BulkState
from fitkit.web.owner.timetable.moving import MoveState
from fitkit.web.owner.timetable.planning import TimetableState
from fitkit.web.owner.timetable.state import ScheduleState
from fitkit.web.owner.timetable.substitute import SubstituteState
from fitkit.web.owner.timetable.weekly import WeeklyState


async def shut_all(board: ScheduleState) -> None:
    """A reload keeps what States know, but not what was typed: half a form is worse than none."""
    (await board.get_state(TimetableState)).panel = ""
    (await board.get_state(WeeklyState)).panel = ""
    (await board.get_state(MoveState)).is_open = False
    (await board.get_state(SubstituteState)).is_choosing = False
    (await board.get_state(SubstitutesState)).session_id = ""
    bulk = await board.get_state(BulkState)
    bulk.is_named, bulk.what = False, ""
