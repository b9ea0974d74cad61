"""Plans and packs handed over, cards kept for one deal alone, orders of visitors, what a changed plan gives as it was agreed to."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "20261129moneyrest"
down_revision = "20261128money"
branch_labels = None
depends_on = None

# (table, column): false for what is there.
FLAGS = (
    ("card", "is_apart"),
    ("charge", "keeps_apart"),
    ("sales_order", "is_visitors"),
    ("plan", "is_kept"),
)
HANDED = "fk_subscription_handed_to_id_subscription"
ALIVE = sa.text("removed_at is null")
OWN = sa.text("removed_at is null and not is_apart")


def upgrade() -> None:
    for table, column in FLAGS:
        op.add_column(
            table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false())
        )
        op.alter_column(table, column, server_default=None)
    op.add_column(
        "plan_change",
        sa.Column(
            "terms",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'{}'"),
        ),
    )
    op.alter_column("plan_change", "terms", server_default=None)
    op.drop_index("uq_card_member", table_name="card", postgresql_where=ALIVE)
    op.create_index("uq_card_member", "card", ["member_id"], unique=True, postgresql_where=OWN)
    op.add_column("deal", sa.Column("card_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_deal_card_id_card"), "deal", "card", ["card_id"], ["id"])
    op.create_index(op.f("ix_deal_card_id"), "deal", ["card_id"])

    op.add_column(
        "charge", sa.Column("words_en", sa.String(length=50), nullable=False, server_default="")
    )
    op.alter_column("charge", "words_en", server_default=None)
    op.add_column("subscription", sa.Column("handed_to_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f(HANDED), "subscription", "subscription", ["handed_to_id"], ["id"])
    op.create_index(op.f("ix_subscription_handed_to_id"), "subscription", ["handed_to_id"])

    op.create_table(
        "pay_links",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number between 1 and 65535", name=op.f("ck_pay_links_number")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_pay_links_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_pay_links_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_links")),
        sa.UniqueConstraint("member_id", name=op.f("uq_pay_links_member_id")),
    )
    op.create_index(op.f("ix_pay_links_org_id"), "pay_links", ["org_id"])

    # A company's refund is one of ours: its number stands once in an account, at the one that had it first.
    op.add_column("refund", sa.Column("account_id", sa.Uuid(), nullable=True))
    op.execute(
        "update refund set account_id = charge.account_id from charge where charge.id = charge_id"
    )
    op.execute(
        "update refund set transaction_id = null where transaction_id = '' or exists (select from refund other"
        " where other.account_id = refund.account_id and other.transaction_id = refund.transaction_id"
        " and other.id < refund.id)"
    )
    op.create_foreign_key(
        op.f("fk_refund_account_id_pay_account"), "refund", "pay_account", ["account_id"], ["id"]
    )
    op.create_index(
        "uq_refund_transaction", "refund", ["account_id", "transaction_id"], unique=True
    )

    op.add_column("pay_difference", sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "pay_difference",
        sa.Column(
            "past",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'[]'"),
        ),
    )
    op.alter_column("pay_difference", "past", server_default=None)


def downgrade() -> None:
    op.drop_column("pay_difference", "past")
    op.drop_column("pay_difference", "gone_at")
    op.drop_index("uq_refund_transaction", table_name="refund")
    op.drop_constraint(op.f("fk_refund_account_id_pay_account"), "refund", type_="foreignkey")
    op.drop_column("refund", "account_id")
    op.drop_table("pay_links")
    op.drop_column("charge", "words_en")
    op.drop_index(op.f("ix_subscription_handed_to_id"), table_name="subscription")
    op.drop_constraint(op.f(HANDED), "subscription", type_="foreignkey")
    op.drop_column("subscription", "handed_to_id")
    op.drop_index(op.f("ix_deal_card_id"), table_name="deal")
    op.drop_constraint(op.f("fk_deal_card_id_card"), "deal", type_="foreignkey")
    op.drop_column("deal", "card_id")
    op.drop_index("uq_card_member", table_name="card", postgresql_where=OWN)
    # What was left for one deal is nobody's own: before there was such a thing it is not charged.
    op.execute("update card set removed_at = now() where is_apart and removed_at is null")
    op.create_index("uq_card_member", "card", ["member_id"], unique=True, postgresql_where=ALIVE)
    op.drop_column("plan_change", "terms")
    for table, column in reversed(FLAGS):
        op.drop_column(table, column)
