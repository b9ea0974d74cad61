"""How the demo's payment pages look: plain HTML in our tokens, phone first, both directions, no script."""

from collections.abc import Mapping
from html import escape
from typing import Final

from fitkit.core.i18n import Lang, ltr, money
from fitkit.design import theme
from fitkit.integrations.sandbox.bank import Page, PageState
from fitkit.integrations.sandbox.cards import CARDS
from fitkit.integrations.sandbox.payments import PATH
from fitkit.texts import demo_pay as texts

_CSS: Final = """
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:400 var(--fs-md)/var(--lh-md) var(--font);padding:var(--s-4) var(--s-4) var(--s-12)}
main{max-width:440px;margin:0 auto;display:grid;gap:var(--s-4)}
.note{margin:0;padding:var(--s-3) var(--s-4);border-radius:var(--r-md);background:var(--warning-tint);color:var(--warning-text);font-size:var(--fs-sm);line-height:var(--lh-sm);font-weight:var(--w-label)}
.card{background:var(--surface);border-radius:var(--r-lg);box-shadow:var(--e-1);padding:var(--s-5) var(--s-4);display:grid;gap:var(--s-4)}
h1{margin:0;font-size:var(--fs-xl);line-height:var(--lh-xl);font-weight:var(--w-title)}
h2{margin:0;font-size:var(--fs-lg);line-height:var(--lh-lg);font-weight:var(--w-title)}
p{margin:0}.muted{color:var(--muted)}
.sum{font-size:var(--fs-num);line-height:var(--lh-num);font-weight:var(--w-num);letter-spacing:-.02em}
dl{margin:0;display:grid;gap:var(--s-2)}dl div{display:flex;justify-content:space-between;gap:var(--s-4)}dd{margin:0;font-weight:var(--w-strong);white-space:nowrap}
form{display:grid;gap:var(--s-4)}
.field{display:grid;gap:var(--s-1);align-content:start}.pair{display:grid;grid-template-columns:1fr 1fr;gap:var(--s-3);align-items:start}
label{font-size:var(--fs-sm);line-height:var(--lh-sm);font-weight:var(--w-strong)}
input,select{width:100%;min-height:48px;padding:0 var(--s-3);border:1px solid var(--line-strong);border-radius:var(--r-md);background:var(--surface);color:var(--text);font:inherit;font-size:var(--fs-md)}
input.code{direction:ltr;text-align:start}[dir=rtl] input.code{text-align:end}
[aria-invalid=true]{border:2px solid var(--danger)}
.wrong{color:var(--danger-text);font-size:var(--fs-sm);line-height:var(--lh-sm);font-weight:var(--w-label)}
.alert{padding:var(--s-3) var(--s-4);border-radius:var(--r-md);background:var(--danger-tint);color:var(--danger-text);font-weight:var(--w-label)}
.alert ul{margin:var(--s-1) 0 0;padding-inline-start:var(--s-5)}.alert a{color:inherit}
.act{display:flex;align-items:center;justify-content:center;width:100%;min-height:52px;padding:0 var(--s-4);border:0;border-radius:var(--r-act);background:var(--accent);color:var(--on-accent);font:inherit;font-weight:var(--w-title);text-decoration:none;cursor:pointer}
.act:hover{background:var(--accent-hover)}
.quiet{background:none;color:var(--text);box-shadow:inset 0 0 0 1px var(--line-strong)}.quiet:hover{background:var(--sunken)}
.leave{justify-self:center;display:inline-flex;align-items:center;min-height:44px;color:var(--accent-text);font-weight:var(--w-strong)}
:is(a,button,input,select,summary):focus-visible{outline:3px solid var(--accent-mark);outline-offset:2px}
.cards{list-style:none;margin:0;padding:0;display:grid}
.cards li{display:grid;gap:2px;padding:var(--s-2) 0;border-top:1px solid var(--line)}
.cards a{display:inline-flex;align-items:center;min-height:32px;color:var(--accent-text);font-weight:var(--w-strong);justify-self:start;direction:ltr;unicode-bidi:isolate}
.cards span{font-size:var(--fs-sm);line-height:var(--lh-sm);color:var(--muted)}
"""


def card_form(page: Page, given: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    """The form of a page.

    Args:
        page: which is not done yet.
        given: what stands in the fields already.
        wrong: a sentence by the name of each field at fault, in the page's language.
    """
    lang = page.lang
    title = texts.TITLE if page.amount else texts.TITLE_KEEP
    is_declined = page.state is PageState.DECLINED and not wrong and not given
    parts = [
        _what(page),
        _alert(wrong, lang),
        f'<p class="alert" role="alert">{_w(texts.DECLINES[page.code].to(lang))}</p>'
        if is_declined
        else "",
        _fields(page, given, wrong),
    ]
    note = f'<p class="note">{_w(texts.NO_MONEY.to(lang))}</p>'
    body = f'{note}<section class="card">{"".join(parts)}</section>{_test_cards(page)}'
    return _document(lang, title.to(lang), body)


def challenge(page: Page, last4: str) -> str:
    """The bank's question."""
    lang = page.lang
    amount = money(page.amount, lang)
    body = (
        f'<section class="card"><p class="muted">{_w(texts.BANK.to(lang))}</p>'
        f"<h1>{_w(texts.BANK_TITLE.to(lang))}</h1>"
        f"<p>{_w(texts.BANK_WHY.to(lang, amount=amount, last4=ltr(last4)))}</p>"
        f'<form method="post"><button class="act" name="answer" value="pass">{_w(texts.BANK_PASS.to(lang))}</button>'
        f'<button class="act quiet" name="answer" value="fail">{_w(texts.BANK_FAIL.to(lang))}</button></form>'
        "</section>"
    )
    return _document(lang, texts.BANK_TITLE.to(lang), body)


def bit(page: Page) -> str:
    """The question on the payer's phone."""
    lang = page.lang
    why = texts.BIT_WHY.to(lang, amount=money(page.amount, lang))
    body = (
        f'<section class="card"><h1>{_w(texts.BIT_TITLE.to(lang))}</h1><p>{_w(why)}</p>'
        f'<form method="post"><button class="act">{_w(texts.BIT_APPROVE.to(lang))}</button></form>'
        f'<a class="act quiet" href="{PATH}/{_w(page.reference)}">{_w(texts.BIT_BACK.to(lang))}</a></section>'
    )
    return _document(lang, texts.BIT_TITLE.to(lang), body)


def lost(page: Page) -> str:
    """The connection was lost after the money moved."""
    lang = page.lang
    body = (
        f'<section class="card"><h1>{_w(texts.LOST_TITLE.to(lang))}</h1><p>{_w(texts.LOST_WHY.to(lang))}</p>'
        f'<a class="act quiet" href="{_w(page.success_url)}">{_w(texts.LOST_ON.to(lang))}</a></section>'
    )
    return _document(lang, texts.LOST_TITLE.to(lang), body)


def gone(lang: Lang) -> str:
    """No such page."""
    body = (
        f'<section class="card"><h1>{_w(texts.GONE_TITLE.to(lang))}</h1>'
        f"<p>{_w(texts.GONE_WHY.to(lang))}</p></section>"
    )
    return _document(lang, texts.GONE_TITLE.to(lang), body)


def _what(page: Page) -> str:
    lang = page.lang
    title = texts.TITLE if page.amount else texts.TITLE_KEEP
    head = f"<h1>{_w(title.to(lang))}</h1>"
    if not page.amount:
        return f'<header>{head}<p class="muted">{_w(texts.KEEP_ONLY.to(lang))}</p></header>'
    rows = "".join(
        f"<div><dt>{_w(words)}</dt><dd>{_w(money(amount, lang))}</dd></div>"
        for words, amount in page.lines
    )
    kept = f'<p class="muted">{_w(texts.KEEP_TOO.to(lang))}</p>' if page.keeps_card else ""
    return (
        f'<header>{head}<p class="muted">{_w(page.words)}</p>'
        f'<p class="sum">{_w(money(page.amount, lang))}</p></header>'
        f"{f'<dl>{rows}</dl>' if len(page.lines) > 1 else ''}{kept}"
    )


def _alert(wrong: Mapping[str, str], lang: Lang) -> str:
    if not wrong:
        return ""
    links = "".join(f'<li><a href="#{name}">{_w(words)}</a></li>' for name, words in wrong.items())
    says = texts.SUMMARY.to(lang, len(wrong))
    return f'<div class="alert" role="alert">{_w(says)}<ul>{links}</ul></div>'


def _fields(page: Page, given: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    lang = page.lang

    def field(name: str, label: str, more: str = "") -> str:
        return _field(name, label, given.get(name, ""), wrong.get(name, ""), more)

    pay = (
        texts.PAY.to(lang, amount=money(page.amount, lang)) if page.amount else texts.KEEP.to(lang)
    )
    leave = texts.LEAVE if page.amount else texts.LEAVE_KEEP
    away = page.cancel_url or page.failure_url
    bit_way = (
        f'<a class="act quiet" href="{PATH}/{_w(page.reference)}/bit">{_w(texts.BIT.to(lang))}</a>'
        if page.takes_bit
        else ""
    )
    return (
        '<form method="post" novalidate autocomplete="off">'
        + field("number", texts.NUMBER.to(lang), ' maxlength="23"')
        + '<div class="pair">'
        + field("expiry", texts.EXPIRY.to(lang), ' placeholder="12/30" maxlength="7"')
        + field("cvv", texts.CVV.to(lang), ' maxlength="3"')
        + "</div>"
        + field("holder_id", texts.HOLDER_ID.to(lang), ' maxlength="11"')
        + _instalments(page, given, wrong)
        + f'<button class="act">{_w(pay)}</button></form>{bit_way}'
        + f'<a class="leave" href="{_w(away)}">{_w(leave.to(lang))}</a>'
    )


def _field(name: str, label: str, value: str, wrong: str, more: str) -> str:
    says, told = _told(name, wrong)
    return (
        f'<div class="field"><label for="{name}">{_w(label)}</label>'
        f'<input class="code" id="{name}" name="{name}" value="{_w(value)}" inputmode="numeric"'
        f' autocomplete="off"{more}{told}>{says}</div>'
    )


def _instalments(page: Page, given: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    if page.most_instalments < 2:
        return ""
    lang = page.lang
    chosen = given.get("instalments", "1")
    options = "".join(
        f'<option value="{n}"{" selected" if str(n) == chosen else ""}>{_w(texts.PAYMENTS.to(lang, n))}</option>'
        for n in range(1, page.most_instalments + 1)
    )
    says, told = _told("instalments", wrong.get("instalments", ""))
    return (
        f'<div class="field"><label for="instalments">{_w(texts.INSTALMENTS.to(lang))}</label>'
        f'<select id="instalments" name="instalments"{told}>{options}</select>{says}</div>'
    )


def _told(name: str, wrong: str) -> tuple[str, str]:
    """The sentence below a field, and how the field points to it."""
    if not wrong:
        return "", ""
    says = f'<span class="wrong" id="{name}-wrong">{_w(wrong)}</span>'
    return says, f' aria-invalid="true" aria-describedby="{name}-wrong"'


def _test_cards(page: Page) -> str:
    lang = page.lang
    rows = "".join(
        f'<li><a href="?card={number}">{" ".join(number[i : i + 4] for i in range(0, 16, 4))}</a>'
        f"<span>{_w(texts.FATES[fate].to(lang))}</span></li>"
        for number, fate in CARDS.items()
    )
    return (
        f'<section class="card" aria-labelledby="cards"><h2 id="cards">{_w(texts.CARDS_TITLE.to(lang))}</h2>'
        f'<p class="muted">{_w(texts.CARDS_WHY.to(lang))}</p><ul class="cards">{rows}</ul></section>'
    )


def _document(lang: Lang, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{lang}" dir="{lang.dir}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{_w(title)}</title>"
        f'<link rel="stylesheet" href="/tokens.css"><style>{theme.plain_dark_css()}{_CSS}</style></head>'
        f"<body><main>{body}</main></body></html>"
    )


def _w(words: str) -> str:
    return escape(words, quote=True)
