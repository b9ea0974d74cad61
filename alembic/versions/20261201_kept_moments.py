"""Orders of visits that are sold by themselves, each tied to its place; a notice of a visit that
became credit; the moment at which a class was moved."""

import sqlalchemy as sa

from alembic import op
from fitkit.core.tables import UtcDateTime

revision = "20261201keptmoments"
down_revision = "20261201planhours"
branch_labels = None
depends_on = None

ORDERS = ("plan", "goods", "gift_card")
NOTICES = (
    "booked",
    "booking_cancelled",
    "promoted",
    "passed_over",
    "class_cancelled",
    "class_changed",
    "class_restored",
    "offered",
    "offer_over",
    "to_claim",
    "standing_missed",
    "penalty",
    "penalty_decided",
    "reminder",
    "plan_given",
    "plan_bought",
    "plan_sold",
    "goods_sold",
    "referral_credit",
    "order_given_back",
    "plan_ending",
    "entries_low",
    "deal_cancelled",
    "cancel_asked",
    "cancel_withdrawn",
    "member_cancelled",
    "plan_frozen",
    "plan_awake",
    "plan_changed",
    "change_ahead",
    "change_failed",
    "plan_handed_over",
    "invitation_accepted",
    "charge_unknown",
    "paid_twice",
    "paid_twice_kept",
    "credit_kept",
    "refund_refused",
    "refund_unknown",
    "substitute_asked",
    "substitute_found",
    "substitute_declined",
    "dispute_opened",
    "closures_proposed",
    "renewal_failed",
    "card_needed",
    "debt_reminder",
    "debt_part",
    "debt_last",
    "debt_settled",
    "booking_blocked",
    "debt_task",
    "debt_given_up",
    "renewals_stuck",
    "price_change",
    "price_instead",
    "commitment_ending",
    "card_ending",
    "document_refused",
    "documents_missing",
    "differences_found",
    "new_sign_in",
    "security_changed",
)
LIVE = sa.text("kind = 'visit' and is_holding")
ANY = sa.text("place_id is not null")


def upgrade() -> None:
    op.add_column("class_session", sa.Column("moved_at", UtcDateTime(), nullable=True))
    _allow("sales_order", "orderkind", (*ORDERS, "visit"))
    _allow("notice", "noticekind", (*NOTICES, "visit_credit"))
    op.add_column("sales_order", sa.Column("place_id", sa.Uuid(), nullable=True))
    op.create_check_constraint(
        op.f("ck_sales_order_place"), "sales_order", "(kind = 'visit') = (place_id is not null)"
    )
    op.create_index(
        "uq_sales_order_place", "sales_order", ["place_id"], unique=True, postgresql_where=LIVE
    )
    op.create_index("ix_sales_order_place", "sales_order", ["place_id"], postgresql_where=ANY)


def downgrade() -> None:
    # An older version knows no visits: to it each is something that was sold, and is handed over.
    op.drop_index("ix_sales_order_place", table_name="sales_order", postgresql_where=ANY)
    op.drop_index("uq_sales_order_place", table_name="sales_order", postgresql_where=LIVE)
    op.drop_constraint(op.f("ck_sales_order_place"), "sales_order", type_="check")
    op.execute(
        "update sales_order set kind = 'goods', handed_at = coalesce(paid_at, created_at)"
        " where kind = 'visit'"
    )
    op.drop_column("sales_order", "place_id")
    _allow("sales_order", "orderkind", ORDERS)
    op.execute(
        "delete from delivery where notice_id in"
        " (select id from notice where kind = 'visit_credit')"
    )
    op.execute("delete from notice where kind = 'visit_credit'")
    _allow("notice", "noticekind", NOTICES)
    op.drop_column("class_session", "moved_at")


def _allow(table: str, name: str, kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    constraint = op.f(f"ck_{table}_{name}")
    op.drop_constraint(constraint, table, type_="check")
    op.create_check_constraint(constraint, table, f"kind in ({words})")
