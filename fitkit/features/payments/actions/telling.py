"""What a company is told of a charge by a kept card: written down before it is told, and handed over whole."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fitkit.core.i18n import Lang
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.payments import queries
from fitkit.features.payments.actions.charges import begin_telling, begin_telling_again
from fitkit.features.payments.queries import Dialled
from fitkit.ports.payments import ChargeRequest


@dataclass(frozen=True, slots=True)
class Telling:
    """What to tell, whom, and since when it counts as told."""

    charge_id: UUID
    told_at: datetime
    line: Dialled
    request: ChargeRequest


@internal
def begin_charge(w: Work, *, charge_id: UUID, lang: Lang) -> Telling | None:
    """Say that the company is told of a charge now, as ``begin_telling`` does, and return what to tell it.

    None: somebody else tells it, or has; or it is no charge by card. Tell it once this Work is committed, and
    at once. When it raises, nothing was begun.

    Raises:
        NotFound: no such charge.
        ValueError: what is sealed of the card or the account cannot be opened.
    """
    return _begun(w, charge_id, lang, begin_telling)


@internal
def begin_charge_again(w: Work, *, charge_id: UUID, lang: Lang) -> Telling | None:
    """The same for a charge that the company never heard of: the same key once more, as ``begin_telling_again`` does.

    Raises:
        NotFound: no such charge.
        ValueError: what is sealed of the card or the account cannot be opened.
    """
    return _begun(w, charge_id, lang, begin_telling_again)


def _begun(w: Work, charge_id: UUID, lang: Lang, begin: Callable[..., bool]) -> Telling | None:
    charge = queries.charge(w, charge_id=charge_id)
    if charge.card_id is None or charge.account_id is None:
        return None
    request = ChargeRequest(
        key=charge.key,
        amount=charge.amount,
        lines=charge.lines,
        card=queries.token_of(w, card_id=charge.card_id),
        payer=queries.payer_of(w, member_id=charge.member_id),
        words=charge.words.to(lang),
        lang=lang,
    )
    line = queries.dialled(w, account_id=charge.account_id)
    if not begin(w, charge_id=charge_id):
        return None
    return Telling(charge_id, w.now, line, request)
