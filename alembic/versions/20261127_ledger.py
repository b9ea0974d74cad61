"""The book of a gym's money: postings, entries, proofs, and the walls around them."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "20261127ledger"
down_revision = "20261127browser"
branch_labels = None
depends_on = None

KINDS = (
    *("sale", "payment", "deposit", "payout", "refund", "refund_due", "refund_paid"),
    *("credit_note", "write_off", "gift_card_sold", "gift_card_used", "reward", "opening"),
    *("correction", "reversal"),
)
ACCOUNTS = (
    *("member", "revenue", "vat", "clearing_demo", "clearing_cardcom", "clearing_morning"),
    *("clearing_icredit", "clearing_masav", "bank", "cash", "cheques", "gift_cards"),
    *("refunds_payable", "fees", "write_offs", "rewards", "corrections", "opening"),
)

# The entries of a posting come whole, in one statement: they sum to zero, are all there are, and say the
# moment and the gym of their posting.
BALANCES = """
create function ledger_entries_balance() returns trigger language plpgsql as $$
begin
  if exists (select 1 from added group by posting_id having sum(amount_agorot) <> 0) then
    raise exception 'ledger: the entries of a posting do not sum to zero' using errcode = 'check_violation';
  end if;
  if exists (
    select 1 from added a where not exists (
      select 1 from ledger_posting p where p.id = a.posting_id and p.org_id = a.org_id and p.at = a.at
    )
  ) then
    raise exception 'ledger: an entry differs from its posting' using errcode = 'check_violation';
  end if;
  if exists (
    select 1 from (select posting_id, count(*) as n from added group by posting_id) a
    where a.n <> (select count(*) from ledger_entry e where e.posting_id = a.posting_id)
  ) then
    raise exception 'ledger: a posting is written at once' using errcode = 'check_violation';
  end if;
  return null;
end $$
"""
HAS_ENTRIES = """
create function ledger_posting_has_entries() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from ledger_entry where posting_id = new.id) then
    raise exception 'ledger: a posting without entries' using errcode = 'check_violation';
  end if;
  return null;
end $$
"""
IS_KEPT = """
create function ledger_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'ledger: rows are added, never changed or removed' using errcode = 'insufficient_privilege';
end $$
"""
NARROWED = """
update {table} set without = without || '["refund"]'::jsonb
where role = 'admin' and jsonb_array_length(without) > 0 and not without ? 'refund'
"""
WIDENED = "update {table} set without = without - '{power}' where without ? '{power}'"


def upgrade() -> None:
    op.create_table(
        "ledger_posting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *KINDS, name="postingkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause_kind", sa.String(length=40), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("actor_user_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id is not null)",
            name=op.f("ck_ledger_posting_reversal"),
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_ledger_posting_org_id_org")),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["ledger_posting.id"],
            name=op.f("fk_ledger_posting_reverses_id_ledger_posting"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_posting")),
    )
    op.create_index(op.f("ix_ledger_posting_org_id"), "ledger_posting", ["org_id"])
    op.create_index(
        "uq_ledger_posting_cause",
        "ledger_posting",
        ["org_id", "cause_kind", "cause_id", "kind"],
        unique=True,
    )
    op.create_index(
        "uq_ledger_posting_reverses",
        "ledger_posting",
        ["reverses_id"],
        unique=True,
        postgresql_where=sa.text("reverses_id is not null"),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("posting_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "account",
            sa.Enum(
                *ACCOUNTS, name="account", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column("vat_per_mille", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("balance_agorot", sa.BigInteger(), nullable=True),
        sa.Column("charged_agorot", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount_agorot <> 0", name=op.f("ck_ledger_entry_amount")),
        sa.CheckConstraint(
            "account <> 'member' or member_id is not null", name=op.f("ck_ledger_entry_member")
        ),
        sa.CheckConstraint(
            "(account = 'revenue') = (vat_per_mille is not null)", name=op.f("ck_ledger_entry_vat")
        ),
        sa.CheckConstraint(
            "case when account = 'member' then num_nonnulls(number, balance_agorot, charged_agorot) = 3"
            " else num_nulls(number, balance_agorot, charged_agorot) = 3 end",
            name=op.f("ck_ledger_entry_sums"),
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_ledger_entry_org_id_org")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_ledger_entry_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"],
            ["ledger_posting.id"],
            name=op.f("fk_ledger_entry_posting_id_ledger_posting"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    op.create_index(op.f("ix_ledger_entry_org_id"), "ledger_entry", ["org_id"])
    op.create_index(
        "uq_ledger_entry_account",
        "ledger_entry",
        ["posting_id", "account", "member_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "uq_ledger_entry_number",
        "ledger_entry",
        ["member_id", "number"],
        unique=True,
        postgresql_where=sa.text("account = 'member'"),
    )
    op.create_index(
        "ix_ledger_entry_charged",
        "ledger_entry",
        ["member_id", "charged_agorot"],
        postgresql_where=sa.text("account = 'member' and amount_agorot > 0"),
    )
    op.create_index("ix_ledger_entry_account", "ledger_entry", ["org_id", "account", "at"])
    op.create_table(
        "ledger_proof",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("postings", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("is_sound", sa.Boolean(), nullable=False),
        sa.Column("faults", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_ledger_proof_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_proof")),
    )
    op.create_index(op.f("ix_ledger_proof_org_id"), "ledger_proof", ["org_id"])
    op.create_index("uq_ledger_proof_day", "ledger_proof", ["org_id", "day"], unique=True)
    op.create_index(
        "ix_ledger_proof_failed", "ledger_proof", ["at"], postgresql_where=sa.text("not is_sound")
    )
    for function in (BALANCES, HAS_ENTRIES, IS_KEPT):
        op.execute(function)
    op.execute(
        "create trigger ledger_entry_balances after insert on ledger_entry"
        " referencing new table as added for each statement execute function ledger_entries_balance()"
    )
    op.execute(
        "create constraint trigger ledger_posting_has_entries after insert on ledger_posting"
        " deferrable initially deferred for each row execute function ledger_posting_has_entries()"
    )
    for table in ("ledger_posting", "ledger_entry"):
        op.execute(
            f"create trigger {table}_is_kept before update or delete or truncate on {table}"
            " for each statement execute function ledger_is_kept()"
        )
    # Whose role was narrowed does not come by the new power to give money back.
    for table in ("role_grant", "invitation"):
        op.execute(NARROWED.format(table=table))


def downgrade() -> None:
    for table in ("role_grant", "invitation"):
        for power in ("see_money", "edit_money", "refund"):
            op.execute(WIDENED.format(table=table, power=power))
    op.drop_table("ledger_proof")
    op.drop_table("ledger_entry")
    op.drop_table("ledger_posting")
    for function in ("ledger_entries_balance", "ledger_posting_has_entries", "ledger_is_kept"):
        op.execute(f"drop function {function}()")
