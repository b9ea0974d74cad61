"""Documents that were made without us, by the number that staff typed."""

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


def downgrade() -> None:
    op.drop_index("uq_tax_document_noted", table_name="tax_document", postgresql_where=NOTED)
    op.drop_column("tax_document", "noted_at")
