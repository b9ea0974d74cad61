"""The rules of booking in words: what they mean for one class."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of, wall
from fitkit.core.i18n import Counted, Lang, clock_time, ltr, money, near_day, weekday
from fitkit.core.money import Money
from fitkit.features.booking.rules.preview import RulesPreview, preview
from fitkit.features.class_types.rules import Policy, PolicyOverride
from fitkit.features.members.rules import FormKind
from fitkit.features.orgs.rules import QuietHours
from fitkit.texts import common
from fitkit.texts import members as people
from fitkit.texts import policy as texts

_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Example:
    """The class that rules are worded for."""

    day: date
    at: time
    quiet: QuietHours
    zone: ZoneInfo

    def words(self, lang: Lang) -> str:
        """Its day and hour: ``Tue 1.12, 18:30``."""
        return f"{weekday(self.day, lang)} {near_day(self.day)}, {self.at:%H:%M}"

    def of(self, policy: Policy) -> RulesPreview:
        """What the rules mean for it."""
        starts_at = wall(self.day, self.at, self.zone)
        return preview(policy, starts_at=starts_at, quiet=self.quiet, zone=self.zone)


def moment(at: datetime, zone: ZoneInfo, lang: Lang) -> str:
    """A moment of an example: ``Tue 1.12, 18:30``."""
    day = day_of(at, zone)
    return f"{weekday(day, lang)} {near_day(day)}, {clock_time(at, zone)}"


def main_lines(of: RulesPreview, *, zone: ZoneInfo, lang: Lang) -> list[str]:
    """Opening, closing, free cancelling, and whether one may wait: what a card has room for."""
    return [*_hours(of, zone, lang), _free(of, zone, lang), _most(of, lang)]


def all_lines(
    of: RulesPreview,
    *,
    quiet: QuietHours,
    drop_in: Money | None,
    forms: Iterable[FormKind],
    zone: ZoneInfo,
    lang: Lang,
) -> list[str]:
    """Everything a member would see of a class, in the order in which it comes up."""
    return [
        *_hours(of, zone, lang),
        _free(of, zone, lang),
        *_second_thoughts(of, zone, lang),
        *_limits(of, lang),
        *_line(of, quiet, zone, lang),
        *_others(of, drop_in, forms, lang),
    ]


def holder_lines(policy: Policy, by: PolicyOverride, *, example: Example, lang: Lang) -> list[str]:
    """What who holds a plan sees of a class whose rules it changes."""
    of, zone = example.of(policy.overridden(by)), example.zone
    guests = texts.GUESTS_SAID.to(lang, of.policy.guests_most) if of.policy.guests_most else ""
    return [
        *_hours(of, zone, lang),
        _free(of, zone, lang),
        *_second_thoughts(of, zone, lang),
        *_limits(of, lang),
        *([guests] if guests else []),
    ]


def override_words(by: PolicyOverride, lang: Lang) -> str:
    """What a plan changes of the rules, as one line; empty: nothing."""
    said = []
    for name, words in texts.SAYS.items():
        minutes = getattr(by, name)
        if minutes is not None:
            said.append(words.to(lang, time=span_words(minutes, lang)))
    for limit, counted in (
        (by.day_limit, texts.DAY_SAID),
        (by.week_limit, texts.WEEK_SAID),
        (by.open_limit, texts.OPEN_SAID),
    ):
        if limit is not None:
            said.append(counted.to(lang, limit))
    if by.guests_most is not None:
        guests = texts.GUESTS_SAID.to(lang, by.guests_most)
        said.append(guests if by.guests_most else texts.NO_GUESTS.to(lang))
    return ", ".join(said)


def span_words(minutes: int, lang: Lang) -> str:
    """How long: whole hours as hours, anything else in minutes."""
    if minutes and minutes % _HOUR == 0:
        return texts.HOURS.to(lang, minutes // _HOUR)
    return common.MINUTES.to(lang, minutes)


def _hours(of: RulesPreview, zone: ZoneInfo, lang: Lang) -> list[str]:
    closes = texts.CLOSES_ON.to(lang, at=moment(of.closes_at, zone, lang))
    if of.closes_at == of.starts_at:
        closes = texts.CLOSES_AT_START.to(lang)
    return [texts.OPENS_ON.to(lang, at=moment(of.opens_at, zone, lang)), closes]


def _free(of: RulesPreview, zone: ZoneInfo, lang: Lang) -> str:
    if of.free_until == of.starts_at:
        return texts.FREE_UNTIL_START.to(lang)
    words = texts.FREE_UNTIL_EARLY if of.is_early else texts.FREE_UNTIL
    return words.to(lang, at=moment(of.free_until, zone, lang))


def _second_thoughts(of: RulesPreview, zone: ZoneInfo, lang: Lang) -> list[str]:
    said = []
    grace = of.policy.grace_minutes
    if grace and of.free_until < of.starts_at:
        said.append(texts.GRACE_SAID.to(lang, minutes=Counted(common.MINUTES, grace)))
    if of.swap_until is None:
        return [*said, texts.NO_SWAPS.to(lang)]
    return [*said, texts.SWAP_UNTIL.to(lang, at=moment(of.swap_until, zone, lang))]


def _limits(of: RulesPreview, lang: Lang) -> list[str]:
    policy = of.policy
    found = [
        counted.to(lang, limit)
        for limit, counted in (
            (policy.day_limit, texts.DAY_SAID),
            (policy.week_limit, texts.WEEK_SAID),
            (policy.open_limit, texts.OPEN_SAID),
        )
        if limit is not None
    ]
    return [texts.UP_TO.to(lang, limits=", ".join(found))] if found else []


def _most(of: RulesPreview, lang: Lang) -> str:
    return texts.LINE_MOST.to(lang, of.line.most) if of.line else texts.NO_LINE.to(lang)


def _line(of: RulesPreview, quiet: QuietHours, zone: ZoneInfo, lang: Lang) -> list[str]:
    said, line = [_most(of, lang)], of.line
    if line is None:
        return said
    if line.auto_until is not None:
        said.append(texts.LINE_AUTO.to(lang, at=moment(line.auto_until, zone, lang)))
    if line.offers_until is not None:
        words = texts.LINE_OFFERS if line.auto_until is None else texts.LINE_OFFERS_THEN
        minutes = Counted(common.MINUTES, of.policy.offer_minutes)
        at = moment(line.offers_until, zone, lang)
        said.append(words.to(lang, minutes=minutes, at=at))
    if line.claims_from is not None:
        said.append(texts.LINE_CLAIMS.to(lang, at=moment(line.claims_from, zone, lang)))
    if quiet.since != quiet.until:
        words = texts.LINE_RESTS_SABBATH if quiet.observes_sabbath else texts.LINE_RESTS
        since, until = (ltr(f"{at:%H:%M}") for at in (quiet.since, quiet.until))
        said.append(words.to(lang, since=since, until=until))
    return said


def _others(
    of: RulesPreview, drop_in: Money | None, forms: Iterable[FormKind], lang: Lang
) -> list[str]:
    said = []
    if of.policy.guests_most:
        said.append(texts.GUESTS_SAID.to(lang, of.policy.guests_most))
    if of.policy.allows_trial:
        said.append(texts.TRIAL_SAID.to(lang))
    if drop_in is not None:
        said.append(texts.DROP_IN_SAID.to(lang, price=money(drop_in, lang)))
    needed = ", ".join(people.FORMS[kind].to(lang) for kind in forms)
    return [*said, texts.FORMS_SAID.to(lang, forms=needed)] if needed else said
