"""A change of plan by the link that staff sent: seen, paid on the company's page, looked at again.

Who holds the link is signed in to nothing; the link is checked at every step.
"""

from typing import Final

from fitkit.core import clock, ratelimit
from fitkit.core.actor import Actor, system
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.permissions import public
from fitkit.core.ratelimit import Allowance
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.features.billing.actions import changes as actions
from fitkit.features.billing.flows.changes import ChangeResult
from fitkit.features.billing.queries import change_links as queries
from fitkit.features.billing.queries import changes, links
from fitkit.features.billing.queries.change_links import ChangeLink, LinkedView
from fitkit.features.billing.rules.changes import ChangeState
from fitkit.features.orgs import queries as orgs
from fitkit.features.payments import flows as payments
from fitkit.features.payments import queries as charges
from fitkit.ports import Ports
from fitkit.texts import renewals as texts

PAGES: Final = Allowance(12, 600)  # that are opened for one deal
_RETURNED: Final = "?back="  # of our page's address, after the company's


@public
def see_linked_change(_ports: Ports, _actor: Actor, *, token: str) -> LinkedView:
    """What staff offered, as it would be done and paid today; or why it is over.

    Raises:
        Refusal: the link is over, forged or revoked; the gym is closed.
    """
    gym, link = _behind(token)
    with open_work(gym) as w:
        return queries.linked_change(w, link=link)


@public
def look_at_linked_change(ports: Ports, _actor: Actor, *, token: str) -> LinkedView:
    """The same, after asking the company about a payment that is under way.

    Raises:
        Refusal: as for ``see_linked_change``.
    """
    gym, link = _behind(token)
    with open_work(gym) as w:
        row = queries.newest_of(w, deal_id=link.deal_id, plan_id=link.plan_id)
        change_id = None if row is None or row.state is ChangeState.DONE else row.id
    if change_id is not None:
        with open_work(gym) as w:
            charge_id = changes.charge_of(w, member_id=link.target.member_id, change_id=change_id)
        if charge_id is not None:
            payments.ask(ports, gym, charge_id=charge_id)
            with open_work(gym) as w:
                actions.settle_change(w, change_id=change_id)
    with open_work(gym) as w:
        return queries.linked_change(w, link=link)


@public
def pay_linked_change(
    ports: Ports, _actor: Actor, *, token: str, as_shown: str, lang: Lang
) -> ChangeResult:
    """Agree to the change as it was shown, and get the company's page on which it is paid; two tabs get the same.

    Raises:
        Refusal: as for ``see_linked_change``; TOO_MANY; something has changed since it was shown; it is being
            paid; no page can be made.
    """
    gym, link = _behind(token)
    ratelimit.take(f"pay-change:{link.deal_id}", PAGES, now=clock.now())
    with open_work(gym) as w:
        begun = actions.begin_by_link(w, link=link, as_shown=as_shown, lang=lang)
    if begun.charge_id is None:
        with open_work(gym) as w:
            return ChangeResult(changes.state_of(w, change_id=begun.change_id))
    with open_work(gym) as w:
        payer = charges.payer_of(w, member_id=link.target.member_id)
    here = f"{settings().public_url}/{lang}/pay/change/{token}/{_RETURNED}"
    page = payments.open_page(
        ports,
        gym,
        charge_id=begun.charge_id,
        lang=lang,
        payer=payer,
        success_url=f"{here}paid",
        failure_url=f"{here}failed",
        cancel_url=f"{here}left",
    )
    return ChangeResult(ChangeState.OPEN, page.url)


def _behind(token: str) -> tuple[Actor, ChangeLink]:
    found = queries.behind_change_link(token, clock.now())
    if found is None:
        raise Refusal(texts.LINK_OVER)
    with open_work(system(found.target.gym_id)) as w:
        links.check_link(w, link=found.target)
        zone = orgs.card(w).zone
    return system(found.target.gym_id, zone), found
