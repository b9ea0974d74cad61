"""The letter of a gift card: to whoever it is for, with its code."""

from uuid import UUID

from fitkit.core.actor import Actor
from fitkit.core.errors import OutsideFailure
from fitkit.core.permissions import internal
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.features.offers import actions
from fitkit.features.offers.queries import gift_cards as queries
from fitkit.features.offers.queries.gift_cards import GiftLetter
from fitkit.features.offers.rules.gift_cards import shown
from fitkit.features.orgs import queries as gyms
from fitkit.ports import Ports
from fitkit.ports.mail import Letter, Sent
from fitkit.texts import gift_cards as texts
from fitkit.texts.letters import Button, Letterhead, letter_html, letter_text


@internal
def send_gift_card(ports: Ports, actor: Actor, *, gift_card_id: UUID, again: str = "") -> None:
    """Send the letter of a gift card; told twice, the same letter, which goes out once.

    Args:
        ports: the mail server.
        actor: FitKit itself, in the gym.
        gift_card_id: the card.
        again: of what staff asked for, so that it is another letter; empty: the first.

    Raises:
        OutsideFailure: the mail server asks to try later.
    """
    with open_work(actor) as w:
        card, gym = queries.letter_of(w, gift_card_id=gift_card_id), gyms.card(w)
    head = Letterhead(sender=gym.name, brand=gym.brand)
    title = texts.LETTER_TITLE.to(card.lang, gym=gym.name, amount=card.amount)
    words = _paragraphs(card, gym.name)
    button = Button(
        texts.LETTER_BUTTON.to(card.lang),
        f"{settings().public_url}/{card.lang}/shop/{gym.slug}/",
    )
    code = shown(card.code)
    letter = Letter(
        key=f"gift-card:{gift_card_id}{again and ':'}{again}",
        to=card.to,
        subject=texts.LETTER_SUBJECT.to(card.lang, gym=gym.name, sender=card.sender),
        text=letter_text(card.lang, title, words, head=head, button=button, code=code),
        html=letter_html(card.lang, title, words, head=head, button=button, code=code),
        sender_name=gym.name,
    )
    if ports.mail.send(letter) is Sent.LATER:
        raise OutsideFailure("mail server asks to try later")
    with open_work(actor) as w:
        actions.note_sent(w, gift_card_id=gift_card_id)


def _paragraphs(card: GiftLetter, gym: str) -> list[str]:
    lang = card.lang
    said = [texts.LETTER_HI.to(lang, receiver=card.receiver)]
    if card.message:
        said.append(card.message)
    said.append(texts.LETTER_BODY.to(lang, sender=card.sender, gym=gym))
    said.append(texts.LETTER_HOW.to(lang, until=card.good_until))
    return said
