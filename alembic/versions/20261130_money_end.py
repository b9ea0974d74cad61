"""Documents that were made without us, by the number that staff typed; what of sales was paid by gift money."""

import sqlalchemy as sa

from alembic import op

revision = "20261130moneyend"
down_revision = "20261129moneyrest"
branch_labels = None
depends_on = None

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
    op.create_table(
        "gift_spend",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("cause_kind", sa.String(length=40), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column("handed_out_of_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount_agorot > 0", name=op.f("ck_gift_spend_amount")),
        sa.ForeignKeyConstraint(
            ["handed_out_of_id"],
            ["gift_spend.id"],
            name=op.f("fk_gift_spend_handed_out_of_id_gift_spend"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_gift_spend_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_gift_spend_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_spend")),
    )
    op.create_index("ix_gift_spend_cause", "gift_spend", ["cause_kind", "cause_id"])
    for column in ("handed_out_of_id", "member_id", "org_id"):
        op.create_index(op.f(f"ix_gift_spend_{column}"), "gift_spend", [column])


def downgrade() -> None:
    op.drop_table("gift_spend")
    op.drop_index("uq_tax_document_noted", table_name="tax_document", postgresql_where=NOTED)
    op.drop_column("tax_document", "noted_at")
