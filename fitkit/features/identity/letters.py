"""What identity writes to people; pure, in the reader's language."""

from uuid import UUID

from fitkit.core.i18n import Lang
from fitkit.core.permissions import STAFF_ROLES, Role
from fitkit.ports.mail import Letter
from fitkit.texts import common
from fitkit.texts import identity as texts
from fitkit.texts.letters import Button, Letterhead, letter_html, letter_text


def code_letter(code_id: UUID, *, to: str, code: str, lang: Lang) -> Letter:
    """Six digits, large; nothing to press, so that mail scanners cannot use them up."""
    title = texts.CODE_TITLE.to(lang)
    paragraphs = [texts.CODE_BODY.to(lang)]
    head = Letterhead(sender=common.APP_NAME.to(lang))
    footer = [texts.CODE_FOOTER.to(lang)]
    return Letter(
        key=f"login-code:{code_id}",
        to=to,
        subject=texts.CODE_SUBJECT.to(lang, code=code),
        text=letter_text(lang, title, paragraphs, head=head, code=code, footer=footer),
        html=letter_html(lang, title, paragraphs, head=head, code=code, footer=footer),
        sender_name=common.APP_NAME.to(lang),
    )


def invitation_letter(
    key: str, *, to: str, name: str, gym: str, brand: str, role: Role, url: str, lang: Lang
) -> Letter:
    """A gym's invitation, under its own name and colour."""
    title = texts.INVITE_TITLE.to(lang, gym=gym)
    hello = texts.INVITE_HELLO.to(lang, name=name) if name else texts.INVITE_HELLO_PLAIN.to(lang)
    body = texts.INVITE_STAFF_BODY if role in STAFF_ROLES else texts.INVITE_MEMBER_BODY
    paragraphs = [hello, body.to(lang, gym=gym)]
    head = Letterhead(sender=gym, brand=brand)
    button = Button(texts.INVITE_BUTTON.to(lang), url)
    footer = [texts.INVITE_FOOTER.to(lang)]
    return Letter(
        key=key,
        to=to,
        subject=texts.INVITE_SUBJECT.to(lang, gym=gym),
        text=letter_text(lang, title, paragraphs, head=head, button=button, footer=footer),
        html=letter_html(lang, title, paragraphs, head=head, button=button, footer=footer),
        sender_name=gym,
    )
