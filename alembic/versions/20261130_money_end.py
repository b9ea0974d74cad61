"""Documents made without us; bank debits collected for what was paid; what gift cards paid of each sale."""

import sqlalchemy as sa

from alembic import op

revision = "20261130moneyend"
down_revision = "20261129moneyrest"
branch_labels = None
depends_on = None

KINDS = (
    "booked",
    "booking_cancelled",
    "promoted",
    "passed_over",
    "class_cancelled",
    "class_changed",
    "reminder",
    "plan_given",
    "plan_ending",
    "entries_low",
    "invitation_accepted",
    "new_sign_in",
    "security_changed",
    "class_restored",
    "offered",
    "offer_over",
    "to_claim",
    "standing_missed",
    "penalty",
    "penalty_decided",
    "substitute_asked",
    "substitute_found",
    "substitute_declined",
    "dispute_opened",
    "closures_proposed",
    "deal_cancelled",
    "cancel_asked",
    "cancel_withdrawn",
    "member_cancelled",
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
    "commitment_ending",
    "card_ending",
    "document_refused",
    "documents_missing",
    "plan_bought",
    "plan_sold",
    "goods_sold",
    "referral_credit",
    "order_given_back",
    "differences_found",
    "charge_unknown",
    "paid_twice",
    "refund_refused",
    "refund_unknown",
    "plan_frozen",
    "plan_awake",
    "plan_changed",
    "change_ahead",
    "change_failed",
    "plan_handed_over",
)
NEW_KINDS = ("paid_twice_kept", "credit_kept", "price_instead")
NOTED = sa.text("noted_at is not null")


def upgrade() -> None:
    op.add_column("tax_document", sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "uq_tax_document_noted",
        "tax_document",
        ["org_id", "kind", "number"],
        unique=True,
        postgresql_where=NOTED,
    )
    op.add_column(
        "charge", sa.Column("is_surplus", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("charge", "is_surplus", server_default=None)
    _allow_kinds((*KINDS, *NEW_KINDS))

    op.add_column(
        "credit_use",
        sa.Column("gift_agorot", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.alter_column("credit_use", "gift_agorot", server_default=None)
    op.create_check_constraint(
        op.f("ck_credit_use_gift"), "credit_use", "gift_agorot between 0 and amount_agorot"
    )
    op.create_table(
        "gift_part",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("cause_kind", sa.String(length=40), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column("of_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount_agorot <> 0", name=op.f("ck_gift_part_amount")),
        sa.CheckConstraint("(of_id is null) = (amount_agorot > 0)", name=op.f("ck_gift_part_back")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_gift_part_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["of_id"], ["gift_part.id"], name=op.f("fk_gift_part_of_id_gift_part")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_gift_part_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_part")),
    )
    op.create_index("ix_gift_part_cause", "gift_part", ["org_id", "cause_kind", "cause_id"])
    for column in ("member_id", "of_id", "org_id"):
        op.create_index(op.f(f"ix_gift_part_{column}"), "gift_part", [column])
    # What waits for its payment, and took its credit from a card whose code was typed for it.
    op.execute(
        "update credit_use set gift_agorot = least(credit_use.amount_agorot, gift_card_use.amount_agorot)"
        " from sales_order join gift_card_use on gift_card_use.id = sales_order.gift_use_id"
        " where credit_use.cause_kind = 'sales_order' and credit_use.cause_id = sales_order.id"
        " and not credit_use.is_spent and gift_card_use.undone_at is null"
    )
    # Gifts' money that members have no more was used before it was told from other credit.
    op.execute(
        "insert into gift_part (id, org_id, created_at, updated_at, member_id, cause_kind, cause_id, amount_agorot)"
        " select gen_random_uuid(), org_id, now(), now(), member_id, 'member', member_id, came - has"
        " from (select org_id, member_id, sum(amount_agorot) as came, greatest(0, -coalesce((select balance_agorot"
        " from ledger_entry where ledger_entry.member_id = gift_card_use.member_id and account = 'member'"
        " order by number desc limit 1), 0)) as has from gift_card_use"
        " where undone_at is null and not is_given_back group by org_id, member_id) as gifts"
        " where came > has"
    )

    # What of a coupon goes over to another plan. Empty in changes that were agreed to before: they were
    # shown without.
    op.add_column("plan_change", sa.Column("off_percent", sa.Integer(), nullable=True))
    op.add_column("plan_change", sa.Column("off_agorot", sa.BigInteger(), nullable=True))
    op.add_column("plan_change", sa.Column("off_periods", sa.Integer(), nullable=True))
    op.add_column(
        "plan_change",
        sa.Column("off_code", sa.String(length=24), server_default="", nullable=False),
    )
    op.alter_column("plan_change", "off_code", server_default=None)


def downgrade() -> None:
    # An older version asks what charge a document is of: of these there is none.
    op.execute(
        "update tax_document set state = 'refused', next_try_at = null"
        " where cause_kind = 'gift_part' and state <> 'issued'"
    )
    op.execute("update tax_document set next_try_at = null where cause_kind = 'gift_part'")
    for name in ("off_code", "off_periods", "off_agorot", "off_percent"):
        op.drop_column("plan_change", name)
    op.drop_table("gift_part")
    op.drop_constraint(op.f("ck_credit_use_gift"), "credit_use", type_="check")
    op.drop_column("credit_use", "gift_agorot")
    later = "kind in (" + ", ".join(f"'{kind}'" for kind in NEW_KINDS) + ")"
    op.execute(f"delete from delivery where notice_id in (select id from notice where {later})")  # noqa: S608
    op.execute(f"delete from notice where {later}")  # noqa: S608
    _allow_kinds(KINDS)
    op.drop_column("charge", "is_surplus")
    op.drop_index("uq_tax_document_noted", table_name="tax_document", postgresql_where=NOTED)
    op.drop_column("tax_document", "noted_at")


def _allow_kinds(kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_notice_noticekind"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticekind"), "notice", f"kind in ({words})")
