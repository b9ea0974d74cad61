"""Tags: worn, taken off, renamed, removed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from fitkit.core.errors import NotFound, Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, requires
from fitkit.core.search import fold
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.members import queries, rules
from fitkit.features.members.events import MembersTagged, MembersUntagged, TagRemoved, TagRenamed
from fitkit.features.members.tables import MemberTag, Tag
from fitkit.texts import members as texts

_NEW_TAG = insert(columns(Tag)).on_conflict_do_nothing()
_MT = columns(MemberTag)
_WEAR = insert(_MT).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True)
class Tagged:
    """What tagging came to: the tag, and how many members it is new to."""

    tag_id: UUID
    name: str
    count: int


@requires(Permission.EDIT_MEMBERS)
def tag(w: Work, *, member_ids: Collection[UUID], name: str) -> Tagged:
    """Put a tag on members; it is made when the gym has none of this name.

    Raises:
        Refusal: a name that cannot be, or nobody chosen.
        NotFound: somebody is not of this gym.
    """
    chosen = _chosen(w, member_ids)
    words = rules.checked_tag(name)
    w.hot(_NEW_TAG, _stamped(w) | {"name": words, "folded": fold(words)})
    found = select(Tag).where(col(Tag.folded) == fold(words))
    row = w.session.scalars(found).one()
    wearing = {"tag_id": row.id}
    worn = w.hot(
        _WEAR.values([_stamped(w) | wearing | {"member_id": m} for m in sorted(chosen)]).returning(
            _MT.c.member_id
        )
    )
    new = tuple(sorted(worn.scalars()))
    if new:
        w.publish(MembersTagged(about=row.id, tag_id=row.id, member_ids=new, count=len(new)))
    return Tagged(row.id, row.name, len(new))


@requires(Permission.EDIT_MEMBERS)
def untag(w: Work, *, tag_id: UUID, member_ids: Collection[UUID]) -> Tagged:
    """Take a tag off members; who does not wear it is passed over.

    Raises:
        Refusal: nobody chosen.
        NotFound: no such tag, or somebody is not of this gym.
    """
    row = w.get(Tag, tag_id)
    chosen = _chosen(w, member_ids)
    taken = sa.delete(MemberTag).where(
        col(MemberTag.tag_id) == tag_id, col(MemberTag.member_id).in_(chosen)
    )
    gone = tuple(sorted(w.session.scalars(taken.returning(col(MemberTag.member_id)))))
    if gone:
        w.publish(MembersUntagged(about=tag_id, tag_id=tag_id, member_ids=gone, count=len(gone)))
    return Tagged(row.id, row.name, len(gone))


@requires(Permission.EDIT_MEMBERS)
def rename_tag(w: Work, *, tag_id: UUID, name: str) -> None:
    """Give a tag another name.

    Raises:
        Refusal: a name that cannot be, or another tag's; at ``name``.
    """
    row = w.hold(Tag, tag_id)
    words = rules.checked_tag(name)
    others = select(Tag).where(col(Tag.folded) == fold(words), col(Tag.id) != tag_id)
    if w.session.scalars(others).first() is not None:
        raise Refusal(texts.TAG_TAKEN, field="name")
    row.name, row.folded = words, fold(words)
    w.publish(TagRenamed(about=tag_id, tag_id=tag_id))


@requires(Permission.EDIT_MEMBERS)
def remove_tag(w: Work, *, tag_id: UUID) -> None:
    """Take a tag off everybody and forget it."""
    row = w.hold(Tag, tag_id)
    worn = sa.delete(MemberTag).where(col(MemberTag.tag_id) == tag_id)
    count = len(w.session.scalars(worn.returning(col(MemberTag.id))).all())
    w.session.delete(row)
    w.publish(TagRemoved(about=tag_id, tag_id=tag_id, count=count))


def _chosen(w: Work, member_ids: Collection[UUID]) -> frozenset[UUID]:
    chosen = rules.checked_choice(member_ids)
    if queries.known(w, ids=chosen) != chosen:
        raise NotFound
    return chosen


def _stamped(w: Work) -> dict[str, Any]:  # Any: values of columns of many types
    return {"id": new_id(), "org_id": w.actor.org_id, "created_at": w.now, "updated_at": w.now}
