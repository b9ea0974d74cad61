"""The drawer, its days and what moved in it, as a person reads them."""

from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Lang, Text, day_in_record, ltr, moment, money
from fitkit.core.money import ZERO, Money
from fitkit.features.cashdesk.queries import Count, DayView, Deposit, Desk, GivenBack, Moves, Taken
from fitkit.ports.payments import PayWay
from fitkit.texts import cashdesk as texts
from fitkit.texts import payments as pay_texts
from fitkit.web.rows.payment import FactRow

_OUT: Final = "warning"


@dataclass
class TakenRow:
    """A payment by hand."""

    id: str
    href: str
    member: str
    what: str
    way: str
    amount: str
    when: str
    by: str
    note: str
    label: str


@dataclass
class LineRow:
    """Something with words, a few facts and an amount."""

    id: str
    title: str
    facts: str
    why: str
    amount: str


@dataclass
class DayRow:
    """A day of the drawer in a list."""

    id: str = ""
    href: str = ""
    title: str = ""
    when: str = ""
    counted: str = ""
    difference: str = ""
    kind: str = "neutral"


@dataclass
class DeskRow:
    """The drawer now."""

    is_open: bool = False
    day_id: str = ""
    said: str = ""
    cash: str = ""
    cheques: str = ""
    transfers: str = ""
    taken: str = ""
    count: str = ""
    since: str = ""
    cut: str = ""  # how many of all are listed
    should_be: str = ""
    reopens_id: str = ""  # the day that may be opened again


@dataclass
class MovesRow:
    """What moved."""

    taken: list[TakenRow] = field(default_factory=list)
    back: list[LineRow] = field(default_factory=list)
    deposits: list[LineRow] = field(default_factory=list)
    by_way: list[FactRow] = field(default_factory=list)
    adds_up: list[FactRow] = field(default_factory=list)


def desk_row(view: Desk, *, zone: ZoneInfo, lang: Lang) -> DeskRow:
    """The drawer now."""
    ways = {way: total for way, _, total in view.moves.by_way}
    since = texts.SINCE_CLOSING if view.last else texts.SINCE_START
    return DeskRow(
        is_open=view.day is not None,
        day_id=str(view.day.id) if view.day else "",
        said=_said(view, zone, lang),
        cash=money(view.cash, lang),
        cheques=money(view.cheques, lang),
        transfers=money(ways.get(PayWay.TRANSFER, ZERO), lang),
        taken=money(sum(ways.values(), ZERO), lang),
        count=texts.COUNT.to(lang, sum(n for _, n, _ in view.moves.by_way)),
        since=since.to(lang),
        cut=_cut(view, lang),
        should_be=texts.SHOULD_BE.to(lang, amount=view.cash),
        reopens_id=str(view.last.id) if view.last and view.day is None else "",
    )


def moves_row(view: Moves, *, zone: ZoneInfo, lang: Lang) -> MovesRow:
    """What moved in the drawer."""
    return MovesRow(
        taken=[_taken(one, zone, lang) for one in view.taken],
        back=[_back(n, one, zone, lang) for n, one in enumerate(view.back)],
        deposits=[_deposit(one, lang) for one in view.deposits],
        by_way=[
            FactRow(pay_texts.WAYS[way].to(lang), money(total, lang))
            for way, _, total in view.by_way
        ],
        adds_up=_adds_up(view, lang),
    )


def day_row(view: DayView, *, zone: ZoneInfo, lang: Lang) -> DayRow:
    """A day in the list of closings."""
    return DayRow(
        id=str(view.id),
        href=f"/{lang}/dashboard/cash/{view.id}/",
        title=texts.DAY_NUMBER.to(lang, number=view.number),
        when=_closed(view, zone, lang),
        counted=money(view.counted, lang),
        difference=difference_words(view.difference, lang),
        kind="warning" if view.difference else "positive",
    )


def day_facts(view: DayView, *, zone: ZoneInfo, lang: Lang) -> list[str]:
    """Who opened and closed a day, and whether it was opened again."""
    opened = texts.OPENED_BY if view.opened_by else texts.OPENED_AT
    lines = [
        opened.to(lang, when=moment(view.opened_at, zone, lang), name=view.opened_by),
        _closed(view, zone, lang),
    ]
    if view.reopened_at is not None:
        when = moment(view.reopened_at, zone, lang)
        lines.append(texts.REOPENED_BY.to(lang, when=when, reason=view.reopen_reason))
    return lines


def count_rows(view: DayView, *, zone: ZoneInfo, lang: Lang) -> list[LineRow]:
    """The counts of a day, oldest first."""
    return [_count(n, one, zone, lang) for n, one in enumerate(view.counts)]


def difference_words(difference: Money, lang: Lang) -> str:
    """How much too much or too little was found."""
    if not difference:
        return texts.EXACT.to(lang)
    words = texts.OVER if difference > ZERO else texts.SHORT
    return words.to(lang, amount=max(difference, -difference))


def _cut(view: Desk, lang: Lang) -> str:
    shown, count = len(view.moves.taken), sum(n for _, n, _ in view.moves.by_way)
    return texts.NEWEST.to(lang, shown=shown, count=count) if shown < count else ""


def _said(view: Desk, zone: ZoneInfo, lang: Lang) -> str:
    if view.day is not None:
        words = texts.OPEN_SINCE_BY if view.day.opened_by else texts.OPEN_SINCE
        when = moment(view.day.opened_at, zone, lang)
        return words.to(lang, when=when, name=view.day.opened_by)
    if view.last is not None and view.last.closed_at is not None:
        return texts.CLOSED_SINCE.to(lang, when=moment(view.last.closed_at, zone, lang))
    return texts.NEVER.to(lang)


def _closed(view: DayView, zone: ZoneInfo, lang: Lang) -> str:
    if view.closed_at is None:
        return texts.STILL_OPEN.to(lang)
    words = texts.CLOSED_BY if view.closed_by else texts.CLOSED_SINCE
    return words.to(lang, when=moment(view.closed_at, zone, lang), name=view.closed_by)


def _taken(view: Taken, zone: ZoneInfo, lang: Lang) -> TakenRow:
    amount = money(view.amount, lang)
    return TakenRow(
        id=str(view.charge_id),
        href=f"/{lang}/dashboard/payments/{view.charge_id}/",
        member=view.member,
        what=view.words.to(lang),
        way=pay_texts.WAYS[view.way].to(lang),
        amount=amount,
        when=moment(view.at, zone, lang),
        by=view.by,
        note=view.note,
        label=f"{view.member}, {view.words.to(lang)}, {amount}",
    )


def _back(n: int, view: GivenBack, zone: ZoneInfo, lang: Lang) -> LineRow:
    facts = [pay_texts.WAYS[view.way].to(lang), moment(view.at, zone, lang), view.by]
    return LineRow(
        id=f"back-{n}",
        title=view.member,
        facts=" · ".join(f for f in facts if f),
        why=view.why,
        amount=money(view.amount, lang),
    )


def _deposit(view: Deposit, lang: Lang) -> LineRow:
    facts = [day_in_record(view.on), view.by]
    return LineRow(
        id=str(view.id),
        title=texts.KEPT[view.what].to(lang),
        facts=" · ".join(f for f in facts if f),
        why=ltr(view.note) if view.note else "",
        amount=money(view.amount, lang),
    )


def _count(n: int, view: Count, zone: ZoneInfo, lang: Lang) -> LineRow:
    words = texts.COUNT_WORDS.to(lang, counted=view.counted, expected=view.expected)
    facts = [words, moment(view.at, zone, lang), view.by]
    return LineRow(
        id=f"count-{n}",
        title=texts.COUNT_KINDS[view.kind].to(lang),
        facts=" · ".join(f for f in facts if f),
        why=view.why,
        amount=difference_words(view.difference, lang),
    )


def _adds_up(view: Moves, lang: Lang) -> list[FactRow]:
    """From what was in the drawer to what is left in it, line by line."""
    lines: dict[Text, Money] = {}
    for one in view.movements:
        words = texts.MOVEMENTS.get(one.kind, texts.OTHER_MOVEMENT)
        lines[words] = lines.get(words, ZERO) + one.amount
    after = view.before + sum((one.amount for one in view.movements), ZERO)
    return [
        FactRow(texts.BEFORE.to(lang), money(view.before, lang)),
        *(FactRow(words.to(lang), money(amount, lang)) for words, amount in lines.items()),
        FactRow(texts.AFTER.to(lang), money(after, lang)),
    ]
