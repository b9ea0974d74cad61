"""A stand-in's hosted page, filled as a browser fills it."""

import httpx

from fitkit.dev.standins.serving import PageCard
from tests.integrations.contract import Card


def fill(url: str, card: Card = Card.GOOD, *, instalments: int = 1, passes: bool = True) -> str:
    """Send the form and answer 3-D Secure; the address it leads to, empty when it stays."""
    form = {
        "card": PageCard[card.name].value,
        "expiry": "1230",
        "cvv": "123",
        "holder": "123456782",
        "payments": str(instalments),
        "do": "pay",
    }
    answer = httpx.post(url, data=form, trust_env=False)
    if card is Card.CHALLENGED and answer.status_code == 200:
        answer = httpx.post(url, data={"do": "pass" if passes else "fail"}, trust_env=False)
    return answer.headers.get("Location", "")
