"""Binds migrations to the metadata, as the owner of the schema."""

from sqlalchemy import NullPool, create_engine
from sqlmodel import SQLModel

from alembic import context
from fitkit.core import db, discover
from fitkit.core.tables import UtcDateTime

discover.tables()


def render_item(kind, item, _autogen):
    """Migrations name plain types: they must still run when our classes have moved."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(item).__module__.startswith("sqlmodel"):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def configure(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        compare_type=True,
        compare_server_default=True,
        render_item=render_item,
        user_module_prefix="sa.",
    )


def run() -> None:
    database = context.config.attributes.get("database")
    db.prepare(database)
    engine = create_engine(db.url(db.OWNER, database), poolclass=NullPool)
    with engine.connect() as connection:
        configure(connection)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    engine.dispose()


run()
