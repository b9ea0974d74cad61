"""Plans have hours and a sign-up window; the days of a pack count from its first class."""

import sqlalchemy as sa

from alembic import op

revision = "20261201planhours"
down_revision = "20261130moneyend"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("plan", "subscription"):
        op.add_column(table, sa.Column("class_from", sa.Time(), nullable=True))
        op.add_column(table, sa.Column("class_until", sa.Time(), nullable=True))
    op.add_column("plan", sa.Column("begin_within", sa.Integer(), nullable=True))
    op.add_column("subscription", sa.Column("begins_by", sa.Date(), nullable=True))
    op.add_column("subscription", sa.Column("begun_on", sa.Date(), nullable=True))
    op.add_column("plan", sa.Column("sold_from", sa.Date(), nullable=True))
    op.add_column("plan", sa.Column("sold_until", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("subscription", "begun_on")
    op.drop_column("subscription", "begins_by")
    op.drop_column("plan", "begin_within")
    op.drop_column("plan", "sold_until")
    op.drop_column("plan", "sold_from")
    for table in ("subscription", "plan"):
        op.drop_column(table, "class_until")
        op.drop_column(table, "class_from")
