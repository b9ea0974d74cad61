"""Staff accept why a place came to nothing."""

from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.booking import queries
from fitkit.features.booking.actions.attendance import excuse_no_show
from fitkit.features.booking.tables import Booking
from fitkit.features.penalties import actions as penalties
from fitkit.features.penalties.rules import Offence
from fitkit.texts import penalties as texts
from fitkit.texts import places as words_of_places


@requires(Permission.EXCUSE)
def excuse(w: Work, *, booking_id: UUID, words: str = "") -> None:
    """Accept why a member cancelled late or did not come, at any time.

    What it led to is taken back; what was not judged yet never will be. Publishes PenaltyExcused, and
    NoShowExcused for a no-show.

    Raises:
        Refusal: neither of the two (any more), or excused already; at ``words``: too long.
        NotFound: no such place in this gym.
    """
    w.get(Booking, booking_id)
    facts = queries.offence_of(w, booking_id=booking_id)
    if facts is None:
        raise Refusal(words_of_places.NOTHING_TO_EXCUSE)
    is_new = penalties.excuse_offence(w, facts=facts, words=words)
    is_marked = facts.offence is Offence.NO_SHOW and excuse_no_show(w, booking_id=booking_id)
    if not is_new and not is_marked:
        raise Refusal(texts.EXCUSED_ALREADY)
