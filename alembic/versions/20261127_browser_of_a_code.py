"""A code that is sent is bound to the browser that asked for it."""

import sqlalchemy as sa

from alembic import op

revision = "20261127browser"
down_revision = "20261127timetable"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Codes live for ten minutes: those on their way are nobody's, and are asked for once more.
    op.add_column(
        "login_code",
        sa.Column("browser_digest", sa.String(length=64), nullable=False, server_default=""),
    )
    op.alter_column("login_code", "browser_digest", server_default=None)


def downgrade() -> None:
    op.drop_column("login_code", "browser_digest")
