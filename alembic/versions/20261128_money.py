"""Payment accounts, charges, refunds, documents; orders, deals, periods, cancellations; what a plan renews by."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "20261128money"
down_revision = "20261127ledger"
branch_labels = None
depends_on = None

# (table, constraint, column, values before, values added)
VALUES = (
    ("login_code", "codepurpose", "purpose", ("sign_in", "sign_up"), ("cancel",)),
    (
        "notice",
        "noticekind",
        "kind",
        (
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
        ),
        (
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
        ),
    ),
    (
        "subscription",
        "endreason",
        "end_reason",
        ("lapsed", "staff"),
        ("cancelled", "changed", "handed_over"),
    ),
    ("org", "gymkind", "kind", ("crossfit", "pilates", "trainer"), ("yoga",)),
)


def upgrade() -> None:
    op.create_table(
        "document_account",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "issuer",
            sa.Enum(
                "demo",
                "cardcom",
                "morning",
                "icredit",
                name="issuer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("credentials_sealed", sa.String(), nullable=False),
        sa.Column("is_exempt", sa.Boolean(), nullable=False),
        sa.Column("mails_them", sa.Boolean(), nullable=False),
        sa.Column("is_in_use", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id"], ["org.id"], name=op.f("fk_document_account_org_id_org")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_account")),
    )
    op.create_index(
        op.f("ix_document_account_org_id"), "document_account", ["org_id"], unique=False
    )
    op.create_index(
        "uq_document_account_in_use",
        "document_account",
        ["org_id"],
        unique=True,
        postgresql_where=sa.text("is_in_use"),
    )
    op.create_table(
        "pay_account",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "provider",
            sa.Enum(
                "demo",
                "cardcom",
                "morning",
                "icredit",
                name="provider",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("credentials_sealed", sa.String(), nullable=False),
        sa.Column("token_sealed", sa.String(), nullable=False),
        sa.Column("is_in_use", sa.Boolean(), nullable=False),
        sa.Column("at_once", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "problem",
            sa.Enum(
                "credentials",
                "no_tokens",
                "no_refunds",
                "unreachable",
                "other",
                name="problem",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("called", sa.String(length=120), nullable=False),
        sa.CheckConstraint("at_once between 1 and 50", name=op.f("ck_pay_account_at_once")),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_pay_account_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_account")),
    )
    op.create_index(op.f("ix_pay_account_org_id"), "pay_account", ["org_id"], unique=False)
    op.create_index(
        "uq_pay_account_in_use",
        "pay_account",
        ["org_id"],
        unique=True,
        postgresql_where=sa.text("is_in_use"),
    )
    op.create_table(
        "pay_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("gym_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["pay_account.id"], name=op.f("fk_pay_key_account_id_pay_account")
        ),
        sa.ForeignKeyConstraint(["gym_id"], ["org.id"], name=op.f("fk_pay_key_gym_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pay_key_token_hash")),
    )
    op.create_index(op.f("ix_pay_key_account_id"), "pay_key", ["account_id"], unique=False)
    op.create_index(op.f("ix_pay_key_gym_id"), "pay_key", ["gym_id"], unique=False)
    op.create_table(
        "card",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_sealed", sa.String(), nullable=False),
        sa.Column("holder_id_sealed", sa.String(), nullable=True),
        sa.Column("last4", sa.String(length=8), nullable=False),
        sa.Column("brand", sa.String(length=30), nullable=False),
        sa.Column("good_until", sa.Date(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["pay_account.id"], name=op.f("fk_card_account_id_pay_account")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_card_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_card_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
    )
    op.create_index(op.f("ix_card_account_id"), "card", ["account_id"], unique=False)
    op.create_index(
        "ix_card_ending",
        "card",
        ["org_id", "good_until"],
        unique=False,
        postgresql_where=sa.text("removed_at is null"),
    )
    op.create_index(op.f("ix_card_member_id"), "card", ["member_id"], unique=False)
    op.create_index(op.f("ix_card_org_id"), "card", ["org_id"], unique=False)
    op.create_index(
        "uq_card_member",
        "card",
        ["member_id"],
        unique=True,
        postgresql_where=sa.text("removed_at is null"),
    )
    op.create_table(
        "tax_document",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "invoice_receipt",
                "invoice",
                "receipt",
                "credit_note",
                "refund_receipt",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cause_kind", sa.String(length=40), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column("vat_per_mille", sa.Integer(), nullable=False),
        sa.Column(
            "lines", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("credits_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "due",
                "unknown",
                "issued",
                "refused",
                name="documentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("allocation_number", sa.String(length=20), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("buyer_tax_id", sa.String(length=9), nullable=False),
        sa.CheckConstraint(
            "(state = 'issued') = (number <> '')", name=op.f("ck_tax_document_number")
        ),
        sa.CheckConstraint("amount_agorot > 0", name=op.f("ck_tax_document_amount")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["document_account.id"],
            name=op.f("fk_tax_document_account_id_document_account"),
        ),
        sa.ForeignKeyConstraint(
            ["credits_id"],
            ["tax_document.id"],
            name=op.f("fk_tax_document_credits_id_tax_document"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_tax_document_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_tax_document_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_document")),
    )
    op.create_index(
        op.f("ix_tax_document_account_id"), "tax_document", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_tax_document_credits_id"), "tax_document", ["credits_id"], unique=False
    )
    op.create_index(op.f("ix_tax_document_member_id"), "tax_document", ["member_id"], unique=False)
    op.create_index("ix_tax_document_on", "tax_document", ["org_id", "on"], unique=False)
    op.create_index(op.f("ix_tax_document_org_id"), "tax_document", ["org_id"], unique=False)
    op.create_index(
        "ix_tax_document_try",
        "tax_document",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("next_try_at is not null"),
    )
    op.create_index(
        "uq_tax_document_cause", "tax_document", ["org_id", "cause_kind", "cause_id"], unique=True
    )
    op.create_table(
        "charge",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("cause_kind", sa.String(length=40), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column(
            "lines", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("words", sa.String(length=50), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "page",
                "card",
                "hand",
                "debit",
                name="chargemode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "created",
                "on_page",
                "unknown",
                "sent",
                "paid",
                "declined",
                "abandoned",
                "failed",
                name="chargestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("card_id", sa.Uuid(), nullable=True),
        sa.Column("keeps_card", sa.Boolean(), nullable=False),
        sa.Column("is_advance", sa.Boolean(), nullable=False),
        sa.Column("instalments", sa.Integer(), nullable=False),
        sa.Column("page_reference", sa.String(length=200), nullable=True),
        sa.Column("page_url", sa.String(length=2000), nullable=False),
        sa.Column("bit_url", sa.String(length=2000), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column(
            "asks", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "way",
            sa.Enum(
                "card",
                "bit",
                "apple_pay",
                "google_pay",
                "cash",
                "transfer",
                "cheque",
                "bank_debit",
                "other",
                name="payway",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("transaction_id", sa.String(length=200), nullable=True),
        sa.Column("approval", sa.String(length=60), nullable=False),
        sa.Column("last4", sa.String(length=8), nullable=False),
        sa.Column(
            "decline",
            sa.Enum(
                "soft",
                "hard",
                name="declinekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "refused",
                "funds",
                "expired",
                "blocked",
                "wrong_details",
                "call_bank",
                "not_supported",
                "authentication",
                "temporary",
                name="declinereason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("said", sa.String(length=300), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("actor_user_id", sa.Uuid(), nullable=True),
        sa.Column("refunded_agorot", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(state = 'paid') = (way is not null and paid_on is not null) or (state = 'paid' and amount_agorot = 0)",
            name=op.f("ck_charge_paid"),
        ),
        sa.CheckConstraint("amount_agorot >= 0", name=op.f("ck_charge_amount")),
        sa.CheckConstraint("attempt >= 1 and instalments >= 1", name=op.f("ck_charge_counts")),
        sa.CheckConstraint(
            "refunded_agorot between 0 and amount_agorot", name=op.f("ck_charge_refunded")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["pay_account.id"], name=op.f("fk_charge_account_id_pay_account")
        ),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_charge_card_id_card")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_charge_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_charge_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge")),
    )
    op.create_index(op.f("ix_charge_account_id"), "charge", ["account_id"], unique=False)
    op.create_index(op.f("ix_charge_card_id"), "charge", ["card_id"], unique=False)
    op.create_index(
        "ix_charge_day",
        "charge",
        ["org_id", "paid_on"],
        unique=False,
        postgresql_where=sa.text("state = 'paid'"),
    )
    op.create_index(
        "ix_charge_look",
        "charge",
        ["next_look_at"],
        unique=False,
        postgresql_where=sa.text("next_look_at is not null"),
    )
    op.create_index(op.f("ix_charge_member_id"), "charge", ["member_id"], unique=False)
    op.create_index(op.f("ix_charge_org_id"), "charge", ["org_id"], unique=False)
    op.create_index(
        "uq_charge_attempt", "charge", ["org_id", "cause_kind", "cause_id", "attempt"], unique=True
    )
    op.create_index(
        "uq_charge_open",
        "charge",
        ["cause_kind", "cause_id"],
        unique=True,
        postgresql_where=sa.text("state in ('created', 'on_page', 'unknown', 'sent')"),
    )
    op.create_index("uq_charge_page", "charge", ["account_id", "page_reference"], unique=True)
    op.create_index(
        "uq_charge_transaction", "charge", ["account_id", "transaction_id"], unique=True
    )
    op.create_table(
        "deal",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "cancelled",
                "ended",
                name="dealstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "every",
            sa.Enum(
                "month", "year", name="every", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("price_agorot", sa.BigInteger(), nullable=False),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("commitment_months", sa.Integer(), nullable=True),
        sa.Column("open_price_agorot", sa.BigInteger(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("is_remote", sa.Boolean(), nullable=False),
        sa.Column("was_disclosed", sa.Boolean(), nullable=False),
        sa.Column("paid_agorot", sa.BigInteger(), nullable=False),
        sa.Column("new_price_agorot", sa.BigInteger(), nullable=True),
        sa.Column("new_price_from", sa.Date(), nullable=True),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        sa.Column("off_percent", sa.Integer(), nullable=True),
        sa.Column("off_agorot", sa.BigInteger(), nullable=True),
        sa.Column("off_periods", sa.Integer(), nullable=True),
        sa.Column("off_code", sa.String(length=24), nullable=False),
        sa.CheckConstraint("price_agorot >= 0", name=op.f("ck_deal_price")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_deal_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_deal_org_id_org")),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name=op.f("fk_deal_subscription_id_subscription"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
    )
    op.create_index(op.f("ix_deal_member_id"), "deal", ["member_id"], unique=False)
    op.create_index(
        "ix_deal_next",
        "deal",
        ["org_id", "next_on"],
        unique=False,
        postgresql_where=sa.text("state = 'running' and next_on is not null"),
    )
    op.create_index(op.f("ix_deal_org_id"), "deal", ["org_id"], unique=False)
    op.create_index("uq_deal_subscription", "deal", ["subscription_id"], unique=True)
    _make_offers()
    op.create_table(
        "sales_order",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "plan",
                "goods",
                "gift_card",
                name="orderkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("coupon_id", sa.Uuid(), nullable=True),
        sa.Column(
            "what", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("credit_agorot", sa.BigInteger(), nullable=False),
        sa.Column("is_holding", sa.Boolean(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gift_use_id", sa.Uuid(), nullable=True),
        sa.Column("referrer_id", sa.Uuid(), nullable=True),
        sa.Column(
            "lines", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column(
            "agreed", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("vat_per_mille", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "paying",
                "paid",
                "failed",
                "abandoned",
                "expired",
                name="orderstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "site",
                "link",
                "desk",
                name="orderchannel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("token_sealed", sa.String(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disclosed", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.Column("by_user_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'paid') = (paid_at is not null)", name=op.f("ck_sales_order_paid")
        ),
        sa.CheckConstraint("amount_agorot >= 0", name=op.f("ck_sales_order_amount")),
        sa.CheckConstraint(
            "(kind = 'plan') = (plan_id is not null)", name=op.f("ck_sales_order_kind")
        ),
        sa.CheckConstraint("credit_agorot >= 0", name=op.f("ck_sales_order_credit")),
        sa.ForeignKeyConstraint(
            ["gift_use_id"],
            ["gift_card_use.id"],
            name=op.f("fk_sales_order_gift_use_id_gift_card_use"),
        ),
        sa.ForeignKeyConstraint(
            ["referrer_id"], ["member.id"], name=op.f("fk_sales_order_referrer_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["coupon_id"], ["coupon.id"], name=op.f("fk_sales_order_coupon_id_coupon")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_sales_order_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_sales_order_org_id_org")),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_sales_order_invitation_id_invitation"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_sales_order_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name=op.f("fk_sales_order_subscription_id_subscription"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_order")),
    )
    op.create_index(
        "ix_sales_order_expiry",
        "sales_order",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("state in ('open', 'paying', 'failed', 'abandoned')"),
    )
    op.create_index(
        op.f("ix_sales_order_invitation_id"), "sales_order", ["invitation_id"], unique=False
    )
    op.create_index(op.f("ix_sales_order_coupon_id"), "sales_order", ["coupon_id"], unique=False)
    op.create_index(
        op.f("ix_sales_order_gift_use_id"), "sales_order", ["gift_use_id"], unique=False
    )
    op.create_index(
        op.f("ix_sales_order_referrer_id"), "sales_order", ["referrer_id"], unique=False
    )
    op.create_index(
        "ix_sales_order_pickup",
        "sales_order",
        ["org_id"],
        unique=False,
        postgresql_where=sa.text("kind = 'goods' and state = 'paid' and handed_at is null"),
    )
    op.create_index(op.f("ix_sales_order_member_id"), "sales_order", ["member_id"], unique=False)
    op.create_index(op.f("ix_sales_order_org_id"), "sales_order", ["org_id"], unique=False)
    op.create_index(op.f("ix_sales_order_plan_id"), "sales_order", ["plan_id"], unique=False)
    op.create_index(
        op.f("ix_sales_order_subscription_id"), "sales_order", ["subscription_id"], unique=False
    )
    op.create_table(
        "cancellation",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("by_registered_post", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "review",
                "settled",
                "withdrawn",
                name="cancellationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "withdrawal",
                "protected_withdrawal",
                "fixed_term",
                "continuing",
                "entries",
                "too_late",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("used_agorot", sa.BigInteger(), nullable=False),
        sa.Column("fee_agorot", sa.BigInteger(), nullable=False),
        sa.Column("refund_agorot", sa.BigInteger(), nullable=False),
        sa.Column("owed_agorot", sa.BigInteger(), nullable=False),
        sa.Column("refund_by", sa.Date(), nullable=True),
        sa.Column(
            "lines", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("actor_user_id", sa.Uuid(), nullable=True),
        sa.Column("is_protected", sa.Boolean(), nullable=False),
        sa.Column("spoke_before", sa.Boolean(), nullable=False),
        sa.Column(
            "before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_why", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deal.id"], name=op.f("fk_cancellation_deal_id_deal")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_cancellation_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_cancellation_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cancellation")),
    )
    op.create_index(op.f("ix_cancellation_deal_id"), "cancellation", ["deal_id"], unique=False)
    op.create_index(op.f("ix_cancellation_member_id"), "cancellation", ["member_id"], unique=False)
    op.create_index(op.f("ix_cancellation_org_id"), "cancellation", ["org_id"], unique=False)
    op.create_index(
        "uq_cancellation_open",
        "cancellation",
        ["deal_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    _debt_tables()
    op.create_table(
        "deal_period",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column(
            "lines", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column("credit_agorot", sa.BigInteger(), nullable=False),
        sa.Column("vat_per_mille", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "due",
                "paid",
                "dunning",
                "given_up",
                "forgiven",
                "void",
                name="periodstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs_card", sa.Boolean(), nullable=False),
        sa.Column("told_step", sa.Integer(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("debt_plan_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'paid') = (paid_at is not null)", name=op.f("ck_deal_period_paid")
        ),
        sa.CheckConstraint("amount_agorot >= 0", name=op.f("ck_deal_period_amount")),
        sa.CheckConstraint(
            "credit_agorot between 0 and amount_agorot", name=op.f("ck_deal_period_credit")
        ),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_deal_period_days")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_period_deal_id_deal")),
        sa.ForeignKeyConstraint(
            ["debt_plan_id"],
            ["debt_plan.id"],
            name=op.f("fk_deal_period_debt_plan_id_debt_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_deal_period_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_deal_period_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_period")),
    )
    op.create_index(
        op.f("ix_deal_period_debt_plan_id"), "deal_period", ["debt_plan_id"], unique=False
    )
    op.create_index(op.f("ix_deal_period_member_id"), "deal_period", ["member_id"], unique=False)
    op.create_index(op.f("ix_deal_period_org_id"), "deal_period", ["org_id"], unique=False)
    op.create_index(
        "ix_deal_period_try",
        "deal_period",
        ["org_id", "next_try_at"],
        unique=False,
        postgresql_where=sa.text("next_try_at is not null"),
    )
    op.create_index(
        "ix_deal_period_unpaid",
        "deal_period",
        ["org_id", "failed_at"],
        unique=False,
        postgresql_where=sa.text("state in ('dunning', 'given_up')"),
    )
    op.create_index("uq_deal_period_number", "deal_period", ["deal_id", "number"], unique=True)
    _credit_tables()
    op.create_table(
        "pay_callback",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("query", sa.String(length=2000), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["pay_account.id"], name=op.f("fk_pay_callback_account_id_pay_account")
        ),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_pay_callback_charge_id_charge")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_pay_callback_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_callback")),
    )
    op.create_index(
        op.f("ix_pay_callback_account_id"), "pay_callback", ["account_id"], unique=False
    )
    op.create_index(op.f("ix_pay_callback_charge_id"), "pay_callback", ["charge_id"], unique=False)
    op.create_index(op.f("ix_pay_callback_org_id"), "pay_callback", ["org_id"], unique=False)
    op.create_table(
        "refund",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "card",
                "bit",
                "apple_pay",
                "google_pay",
                "cash",
                "transfer",
                "cheque",
                "bank_debit",
                "other",
                name="payway",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "created",
                "unknown",
                "done",
                "refused",
                name="refundstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("cause_kind", sa.String(length=40), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=True),
        sa.Column("actor_user_id", sa.Uuid(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transaction_id", sa.String(length=200), nullable=True),
        sa.Column("said", sa.String(length=300), nullable=False),
        sa.CheckConstraint("amount_agorot > 0", name=op.f("ck_refund_amount")),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_refund_charge_id_charge")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_refund_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_refund_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
    )
    op.create_index(op.f("ix_refund_charge_id"), "refund", ["charge_id"], unique=False)
    op.create_index(
        "ix_refund_look",
        "refund",
        ["next_look_at"],
        unique=False,
        postgresql_where=sa.text("next_look_at is not null"),
    )
    op.create_index(op.f("ix_refund_member_id"), "refund", ["member_id"], unique=False)
    op.create_index(
        "ix_refund_open",
        "refund",
        ["org_id"],
        unique=False,
        postgresql_where=sa.text("state in ('created', 'unknown')"),
    )
    op.create_index(op.f("ix_refund_org_id"), "refund", ["org_id"], unique=False)
    op.create_index(
        "uq_refund_cause",
        "refund",
        ["charge_id", "cause_kind", "cause_id"],
        unique=True,
        postgresql_where=sa.text("cause_id is not null and state <> 'refused'"),
    )
    op.create_table(
        "sales_order_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("gym_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["gym_id"], ["org.id"], name=op.f("fk_sales_order_key_gym_id_org")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_sales_order_key_order_id_sales_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_order_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sales_order_key_token_hash")),
    )
    op.create_index(op.f("ix_sales_order_key_gym_id"), "sales_order_key", ["gym_id"], unique=False)
    op.create_index(
        op.f("ix_sales_order_key_order_id"), "sales_order_key", ["order_id"], unique=False
    )
    op.add_column(
        "plan",
        sa.Column(
            "every",
            sa.Enum(
                "month", "year", name="every", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
    )
    op.add_column("plan", sa.Column("commitment_months", sa.Integer(), nullable=True))
    op.add_column("plan", sa.Column("open_price_agorot", sa.BigInteger(), nullable=True))
    op.add_column("plan", sa.Column("billing_day", sa.Integer(), nullable=True))
    op.add_column(
        "plan",
        sa.Column("most_instalments", sa.Integer(), server_default="1", nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_plan_instalments"), "plan", "most_instalments between 1 and 36"
    )
    op.create_check_constraint(
        op.f("ck_plan_commitment"),
        "plan",
        "(commitment_months is null) = (open_price_agorot is null)"
        " and (commitment_months is null or every is not null)",
    )
    # Freezes: by whose word. Those there were, staff set.
    op.add_column(
        "subscription_freeze",
        sa.Column(
            "kind",
            sa.Enum(
                "own",
                "staff",
                "medical",
                name="freezekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
            server_default="staff",
        ),
    )
    op.alter_column("subscription_freeze", "kind", server_default=None)
    # Changes of plans.
    op.create_table(
        "plan_change",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "upgrade",
                "downgrade",
                "hand_over",
                name="changekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "planned",
                "done",
                "failed",
                "called_off",
                name="changestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("takes_on", sa.Date(), nullable=False),
        sa.Column("period_number", sa.Integer(), nullable=False),
        sa.Column(
            "lines", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column("credit_agorot", sa.BigInteger(), nullable=False),
        sa.Column("price_agorot", sa.BigInteger(), nullable=False),
        sa.Column(
            "every",
            sa.Enum(
                "month", "year", name="every", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("commitment_months", sa.Integer(), nullable=True),
        sa.Column("open_price_agorot", sa.BigInteger(), nullable=True),
        sa.Column("billing_day", sa.Integer(), nullable=True),
        sa.Column("disclosed", sa.Text(), nullable=False),
        sa.Column("is_remote", sa.Boolean(), nullable=False),
        sa.Column("new_deal_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("by_user_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "amount_agorot >= 0 and credit_agorot >= 0", name=op.f("ck_plan_change_amounts")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_plan_change_deal_id_deal")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_plan_change_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["new_deal_id"], ["deal.id"], name=op.f("fk_plan_change_new_deal_id_deal")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_plan_change_org_id_org")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_change_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_change")),
    )
    op.create_index(op.f("ix_plan_change_deal_id"), "plan_change", ["deal_id"], unique=False)
    op.create_index(op.f("ix_plan_change_member_id"), "plan_change", ["member_id"], unique=False)
    op.create_index(
        op.f("ix_plan_change_new_deal_id"), "plan_change", ["new_deal_id"], unique=False
    )
    op.create_index(op.f("ix_plan_change_org_id"), "plan_change", ["org_id"], unique=False)
    op.create_index(op.f("ix_plan_change_plan_id"), "plan_change", ["plan_id"], unique=False)
    op.create_index(
        "uq_plan_change_ahead",
        "plan_change",
        ["deal_id"],
        unique=True,
        postgresql_where=sa.text("state in ('open', 'planned')"),
    )
    # What has no number of days went on from month to month.
    op.execute(
        "update plan set every = 'month' where kind in ('weekly', 'unlimited') and valid_days is null"
    )
    op.create_table(
        "pay_comparison",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("theirs", sa.Integer(), nullable=False),
        sa.Column("ours", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["pay_account.id"],
            name=op.f("fk_pay_comparison_account_id_pay_account"),
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_pay_comparison_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_comparison")),
    )
    op.create_index("uq_pay_comparison_account", "pay_comparison", ["account_id"], unique=True)
    op.create_index(op.f("ix_pay_comparison_org_id"), "pay_comparison", ["org_id"], unique=False)
    op.create_table(
        "pay_difference",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "not_there",
                "not_here",
                "amount",
                name="differencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("is_refund", sa.Boolean(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("transaction_id", sa.String(length=200), nullable=False),
        sa.Column("ours_agorot", sa.BigInteger(), nullable=True),
        sa.Column("theirs_agorot", sa.BigInteger(), nullable=True),
        sa.Column("charge_id", sa.Uuid(), nullable=True),
        sa.Column("refund_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["pay_account.id"],
            name=op.f("fk_pay_difference_account_id_pay_account"),
        ),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_pay_difference_charge_id_charge")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_pay_difference_org_id_org")),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refund.id"], name=op.f("fk_pay_difference_refund_id_refund")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_difference")),
    )
    op.create_index(
        "ix_pay_difference_open",
        "pay_difference",
        ["org_id", "on"],
        unique=False,
        postgresql_where=sa.text("settled_at is null"),
    )
    for column in ("account_id", "charge_id", "org_id", "refund_id"):
        op.create_index(
            op.f(f"ix_pay_difference_{column}"), "pay_difference", [column], unique=False
        )
    op.create_index(
        "uq_pay_difference_what", "pay_difference", ["account_id", "kind", "what"], unique=True
    )
    for table, name, column, before, added in VALUES:
        _allow(table, name, column, (*before, *added))
    _cash_tables()
    _debit_tables()
    _payout_tables()
    _buyer_tables()


def _allow(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    words = ", ".join(f"'{value}'" for value in values)
    op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, f"{column} in ({words})")


def _debt_tables() -> None:
    """Debts that are paid in parts, and bills for all of one; before the periods that refer to them."""
    op.create_table(
        "debt_plan",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "kept",
                "done",
                "broken",
                name="debtplanstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_user_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount_agorot > 0", name=op.f("ck_debt_plan_amount")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_debt_plan_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_debt_plan_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debt_plan")),
    )
    op.create_index(op.f("ix_debt_plan_member_id"), "debt_plan", ["member_id"], unique=False)
    op.create_index(op.f("ix_debt_plan_org_id"), "debt_plan", ["org_id"], unique=False)
    op.create_index(
        "uq_debt_plan_kept",
        "debt_plan",
        ["member_id"],
        unique=True,
        postgresql_where=sa.text("state = 'kept'"),
    )
    op.create_table(
        "bill",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column(
            "lines", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column(
            "period_ids", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "paid",
                "over",
                name="billstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(plan_id is null) = (due_on is null)", name=op.f("ck_bill_part")),
        sa.CheckConstraint("(state = 'paid') = (paid_at is not null)", name=op.f("ck_bill_paid")),
        sa.CheckConstraint("amount_agorot > 0", name=op.f("ck_bill_amount")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_bill_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_bill_org_id_org")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["debt_plan.id"], name=op.f("fk_bill_plan_id_debt_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill")),
    )
    op.create_index(op.f("ix_bill_member_id"), "bill", ["member_id"], unique=False)
    op.create_index(op.f("ix_bill_org_id"), "bill", ["org_id"], unique=False)
    op.create_index(op.f("ix_bill_plan_id"), "bill", ["plan_id"], unique=False)
    op.create_index(
        "ix_bill_try",
        "bill",
        ["org_id", "next_try_at"],
        unique=False,
        postgresql_where=sa.text("next_try_at is not null"),
    )
    op.create_index(
        "uq_bill_open",
        "bill",
        ["member_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open' and plan_id is null"),
    )


def _credit_tables() -> None:
    """What of members' credit is used."""
    op.create_table(
        "credit_use",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("cause_kind", sa.String(length=40), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column("is_spent", sa.Boolean(), nullable=False),
        sa.CheckConstraint("amount_agorot > 0", name=op.f("ck_credit_use_amount")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_credit_use_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_credit_use_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_use")),
    )
    op.create_index(op.f("ix_credit_use_org_id"), "credit_use", ["org_id"], unique=False)
    op.create_index("ix_credit_use_held", "credit_use", ["member_id", "is_spent"], unique=False)
    op.create_index(
        "uq_credit_use_cause", "credit_use", ["org_id", "cause_kind", "cause_id"], unique=True
    )


def _row() -> tuple[sa.Column, ...]:
    """What every row of a gym has."""
    return (
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def _keys(table: str, **points: str) -> tuple[sa.Constraint, ...]:
    """Its key, and what its columns point to."""
    points = {"org_id": "org"} | points
    return (
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
            for column, to in points.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _index(table: str, *columns: str) -> None:
    for column in ("org_id", *columns):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _make_offers() -> None:
    """Coupons and their uses."""
    op.create_table(
        "coupon",
        *_row(),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("off_agorot", sa.BigInteger(), nullable=True),
        sa.Column("periods", sa.Integer(), nullable=True),
        sa.Column("most_uses", sa.Integer(), nullable=True),
        sa.Column("most_each", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("only_new", sa.Boolean(), nullable=False),
        sa.Column(
            "plan_ids", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(percent is null) <> (off_agorot is null)"
            " and (percent is null or percent between 1 and 100)"
            " and (off_agorot is null or off_agorot > 0)",
            name=op.f("ck_coupon_discount"),
        ),
        *_keys("coupon"),
    )
    _index("coupon")
    op.create_index("uq_coupon_code", "coupon", ["org_id", "code"], unique=True)
    op.create_table(
        "coupon_use",
        *_row(),
        sa.Column("coupon_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("off_agorot", sa.BigInteger(), nullable=False),
        sa.Column("let_go_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("off_agorot >= 0", name=op.f("ck_coupon_use_off")),
        *_keys("coupon_use", coupon_id="coupon", member_id="member"),
    )
    _index("coupon_use", "coupon_id", "member_id", "order_id")
    op.create_index(
        "uq_coupon_use_order",
        "coupon_use",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("let_go_at is null"),
    )
    _make_gift_cards()
    _make_shelf()


def _make_gift_cards() -> None:
    """Gift cards and their uses; what a gym decided of them."""
    op.create_table(
        "offer_settings",
        *_row(),
        sa.Column("sells_gift_cards", sa.Boolean(), nullable=False),
        sa.Column("gift_least_agorot", sa.BigInteger(), nullable=False),
        sa.Column("gift_most_agorot", sa.BigInteger(), nullable=False),
        sa.Column("referrer_agorot", sa.BigInteger(), nullable=False),
        sa.Column("friend_agorot", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "gift_least_agorot > 0 and gift_most_agorot >= gift_least_agorot",
            name=op.f("ck_offer_settings_gift"),
        ),
        sa.CheckConstraint(
            "referrer_agorot >= 0 and friend_agorot >= 0",
            name=op.f("ck_offer_settings_referral"),
        ),
        *_keys("offer_settings"),
    )
    _index("offer_settings")
    op.create_index("uq_offer_settings", "offer_settings", ["org_id"], unique=True)
    op.create_table(
        "gift_card",
        *_row(),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("code_sealed", sa.String(), nullable=False),
        sa.Column("ending", sa.String(length=4), nullable=False),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column("left_agorot", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("receiver", sa.String(length=60), nullable=False),
        sa.Column("receiver_email", sa.String(length=254), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("he", "en", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("good_until", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "amount_agorot > 0 and left_agorot between 0 and amount_agorot",
            name=op.f("ck_gift_card_left"),
        ),
        sa.UniqueConstraint("code_hash", name=op.f("uq_gift_card_code_hash")),
        sa.UniqueConstraint("order_id", name=op.f("uq_gift_card_order_id")),
        *_keys("gift_card", buyer_id="member"),
    )
    _index("gift_card", "buyer_id")
    op.create_table(
        "gift_card_use",
        *_row(),
        sa.Column("gift_card_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column("is_given_back", sa.Boolean(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_agorot > 0", name=op.f("ck_gift_card_use_amount")),
        *_keys("gift_card_use", gift_card_id="gift_card", member_id="member"),
    )
    _index("gift_card_use", "gift_card_id", "member_id")


def _make_shelf() -> None:
    """Products, and who brought whom."""
    op.create_table(
        "product",
        *_row(),
        sa.Column("name_he", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("price_agorot", sa.BigInteger(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("in_shop", sa.Boolean(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("price_agorot > 0", name=op.f("ck_product_price")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_product_stock")),
        *_keys("product"),
    )
    _index("product")
    op.create_table(
        "referral_code",
        *_row(),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        *_keys("referral_code", member_id="member"),
    )
    _index("referral_code")
    op.create_index("uq_referral_code_member", "referral_code", ["member_id"], unique=True)
    op.create_index("uq_referral_code", "referral_code", ["org_id", "code"], unique=True)
    op.create_table(
        "referral_reward",
        *_row(),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("friend_id", sa.Uuid(), nullable=False),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_agorot > 0", name=op.f("ck_referral_reward_amount")),
        *_keys("referral_reward", member_id="member", friend_id="member"),
    )
    _index("referral_reward", "member_id")
    op.create_index(
        "uq_referral_reward", "referral_reward", ["friend_id", "member_id"], unique=True
    )


def _cash_tables() -> None:
    """The cash desk: its days, counts and deposits."""
    op.create_table(
        "cash_day",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_by", sa.Uuid(), nullable=True),
        sa.Column("reopen_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_cash_day_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_day")),
    )
    op.create_index(op.f("ix_cash_day_org_id"), "cash_day", ["org_id"], unique=False)
    op.create_index("uq_cash_day_number", "cash_day", ["org_id", "number"], unique=True)
    op.create_index(
        "uq_cash_day_open",
        "cash_day",
        ["org_id"],
        unique=True,
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_table(
        "cash_count",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opening",
                "closing",
                name="countkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("expected_agorot", sa.BigInteger(), nullable=False),
        sa.Column("counted_agorot", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("counted_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "expected_agorot = counted_agorot or why <> ''", name=op.f("ck_cash_count_explained")
        ),
        sa.CheckConstraint("counted_agorot >= 0", name=op.f("ck_cash_count_counted")),
        sa.ForeignKeyConstraint(
            ["day_id"], ["cash_day.id"], name=op.f("fk_cash_count_day_id_cash_day")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_cash_count_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_count")),
    )
    op.create_index(op.f("ix_cash_count_day_id"), "cash_count", ["day_id"], unique=False)
    op.create_index(op.f("ix_cash_count_org_id"), "cash_count", ["org_id"], unique=False)
    op.create_table(
        "cash_deposit",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "cash", "cheques", name="kept", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("brought_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount_agorot > 0", name=op.f("ck_cash_deposit_amount")),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_cash_deposit_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_deposit")),
    )
    op.create_index(op.f("ix_cash_deposit_org_id"), "cash_deposit", ["org_id"], unique=False)


def _debit_tables() -> None:
    """Bank debits: how the bank knows a gym, mandates, files and their lines."""
    op.create_table(
        "debit_institution",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("sender", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "letters",
            sa.Enum(
                "windows-1255",
                "cp862",
                "seven-bit",
                name="letters",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("return_days", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "return_days between 1 and 30", name=op.f("ck_debit_institution_return_days")
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["org.id"], name=op.f("fk_debit_institution_org_id_org")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debit_institution")),
    )
    op.create_index(
        op.f("ix_debit_institution_org_id"), "debit_institution", ["org_id"], unique=False
    )
    op.create_index("uq_debit_institution_org", "debit_institution", ["org_id"], unique=True)
    op.create_table(
        "bank_mandate",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bank", sa.String(length=2), nullable=False),
        sa.Column("branch", sa.String(length=3), nullable=False),
        sa.Column("account_sealed", sa.String(), nullable=False),
        sa.Column("account_end", sa.String(length=3), nullable=False),
        sa.Column("payer_name", sa.String(length=60), nullable=False),
        sa.Column("payer_id_sealed", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "signed",
                "active",
                "cancelled",
                name="mandatestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_bank_mandate_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_bank_mandate_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_mandate")),
    )
    op.create_index(op.f("ix_bank_mandate_member_id"), "bank_mandate", ["member_id"], unique=False)
    op.create_index(op.f("ix_bank_mandate_org_id"), "bank_mandate", ["org_id"], unique=False)
    op.create_index(
        "uq_bank_mandate_member",
        "bank_mandate",
        ["member_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    op.create_index("uq_bank_mandate_number", "bank_mandate", ["org_id", "number"], unique=True)
    op.create_table(
        "debit_run",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("charge_on", sa.Date(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("settles_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "made",
                "withdrawn",
                "settled",
                name="filestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("total_agorot", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_debit_run_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debit_run")),
    )
    op.create_index(
        "ix_debit_run_open",
        "debit_run",
        ["settles_on"],
        unique=False,
        postgresql_where=sa.text("state = 'made'"),
    )
    op.create_index(op.f("ix_debit_run_org_id"), "debit_run", ["org_id"], unique=False)
    op.create_index(
        "uq_debit_run_serial", "debit_run", ["org_id", "charge_on", "serial"], unique=True
    )
    op.create_table(
        "debit_line",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("amount_agorot", sa.BigInteger(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "no_cover",
                "limit",
                "refused",
                "no_mandate",
                "closed",
                "wrong",
                "other",
                name="returnreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "(returned_at is null) = (reason is null)", name=op.f("ck_debit_line_returned")
        ),
        sa.CheckConstraint("amount_agorot > 0", name=op.f("ck_debit_line_amount")),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_debit_line_charge_id_charge")
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["bank_mandate.id"], name=op.f("fk_debit_line_mandate_id_bank_mandate")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_debit_line_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_debit_line_org_id_org")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["debit_run.id"], name=op.f("fk_debit_line_run_id_debit_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debit_line")),
        sa.UniqueConstraint("charge_id", name=op.f("uq_debit_line_charge_id")),
    )
    op.create_index(op.f("ix_debit_line_mandate_id"), "debit_line", ["mandate_id"], unique=False)
    op.create_index(op.f("ix_debit_line_member_id"), "debit_line", ["member_id"], unique=False)
    op.create_index(op.f("ix_debit_line_org_id"), "debit_line", ["org_id"], unique=False)
    op.create_index(op.f("ix_debit_line_run_id"), "debit_line", ["run_id"], unique=False)


def _payout_tables() -> None:
    """Payouts of payment companies."""
    op.create_table(
        "payout",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "account",
            sa.Enum(
                "member",
                "revenue",
                "vat",
                "clearing_demo",
                "clearing_cardcom",
                "clearing_morning",
                "clearing_icredit",
                "clearing_masav",
                "bank",
                "cash",
                "cheques",
                "gift_cards",
                "refunds_payable",
                "fees",
                "write_offs",
                "rewards",
                "corrections",
                "opening",
                name="account",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("pay_account_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "told",
                "booked",
                name="payoutstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("arrived_agorot", sa.BigInteger(), nullable=False),
        sa.Column("fee_agorot", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("expected_agorot", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("booked_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'booked') = (booked_at is not null)", name=op.f("ck_payout_booked")
        ),
        sa.CheckConstraint(
            "arrived_agorot > 0 and fee_agorot >= 0", name=op.f("ck_payout_amounts")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_payout_org_id_org")),
        sa.ForeignKeyConstraint(
            ["pay_account_id"],
            ["pay_account.id"],
            name=op.f("fk_payout_pay_account_id_pay_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
    )
    op.create_index("ix_payout_on", "payout", ["org_id", "on"], unique=False)
    op.create_index(op.f("ix_payout_org_id"), "payout", ["org_id"], unique=False)
    op.create_index(op.f("ix_payout_pay_account_id"), "payout", ["pay_account_id"], unique=False)
    op.create_index(
        "uq_payout_number",
        "payout",
        ["pay_account_id", "number"],
        unique=True,
        postgresql_where=sa.text("number <> ''"),
    )


def _buyer_tables() -> None:
    """Businesses that documents are made out to."""
    op.create_table(
        "business_buyer",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("tax_id", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_business_buyer_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_business_buyer_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_buyer")),
        sa.UniqueConstraint("member_id", name=op.f("uq_business_buyer_member_id")),
    )
    op.create_index(op.f("ix_business_buyer_org_id"), "business_buyer", ["org_id"], unique=False)


def downgrade() -> None:
    op.drop_table("business_buyer")
    op.drop_table("payout")
    op.drop_table("debit_line")
    op.drop_table("debit_run")
    op.drop_table("bank_mandate")
    op.drop_table("debit_institution")
    op.drop_table("cash_deposit")
    op.drop_table("cash_count")
    op.drop_table("cash_day")
    op.drop_table("credit_use")
    op.drop_table("pay_difference")
    op.drop_table("pay_comparison")
    later = "kind in (" + ", ".join(f"'{kind}'" for kind in VALUES[1][-1]) + ")"
    op.execute(f"delete from delivery where notice_id in (select id from notice where {later})")  # noqa: S608
    op.execute(f"delete from notice where {later}")  # noqa: S608
    op.execute("delete from login_code where purpose = 'cancel'")
    op.execute(
        "update subscription set end_reason = 'staff' where end_reason not in ('lapsed', 'staff')"
    )
    op.execute("update org set kind = 'pilates' where kind = 'yoga'")
    for table, name, column, before, _ in VALUES:
        _allow(table, name, column, before)
    op.drop_constraint(op.f("ck_plan_commitment"), "plan")
    op.drop_index(
        "uq_plan_change_ahead",
        table_name="plan_change",
        postgresql_where=sa.text("state in ('open', 'planned')"),
    )
    op.drop_index(op.f("ix_plan_change_plan_id"), table_name="plan_change")
    op.drop_index(op.f("ix_plan_change_org_id"), table_name="plan_change")
    op.drop_index(op.f("ix_plan_change_new_deal_id"), table_name="plan_change")
    op.drop_index(op.f("ix_plan_change_member_id"), table_name="plan_change")
    op.drop_index(op.f("ix_plan_change_deal_id"), table_name="plan_change")
    op.drop_table("plan_change")
    op.drop_column("subscription_freeze", "kind")
    op.drop_constraint(op.f("ck_plan_instalments"), "plan")
    op.drop_column("plan", "most_instalments")
    op.drop_column("plan", "billing_day")
    op.drop_column("plan", "open_price_agorot")
    op.drop_column("plan", "commitment_months")
    op.drop_column("plan", "every")
    op.drop_index(op.f("ix_sales_order_key_order_id"), table_name="sales_order_key")
    op.drop_index(op.f("ix_sales_order_key_gym_id"), table_name="sales_order_key")
    op.drop_table("sales_order_key")
    op.drop_index(
        "uq_refund_cause",
        table_name="refund",
        postgresql_where=sa.text("cause_id is not null and state <> 'refused'"),
    )
    op.drop_index(op.f("ix_refund_org_id"), table_name="refund")
    op.drop_index(
        "ix_refund_open",
        table_name="refund",
        postgresql_where=sa.text("state in ('created', 'unknown')"),
    )
    op.drop_index(op.f("ix_refund_member_id"), table_name="refund")
    op.drop_index(
        "ix_refund_look", table_name="refund", postgresql_where=sa.text("next_look_at is not null")
    )
    op.drop_index(op.f("ix_refund_charge_id"), table_name="refund")
    op.drop_table("refund")
    op.drop_index(op.f("ix_pay_callback_org_id"), table_name="pay_callback")
    op.drop_index(op.f("ix_pay_callback_charge_id"), table_name="pay_callback")
    op.drop_index(op.f("ix_pay_callback_account_id"), table_name="pay_callback")
    op.drop_table("pay_callback")
    op.drop_index("uq_deal_period_number", table_name="deal_period")
    op.drop_index(
        "ix_deal_period_unpaid",
        table_name="deal_period",
        postgresql_where=sa.text("state in ('dunning', 'given_up')"),
    )
    op.drop_index(
        "ix_deal_period_try",
        table_name="deal_period",
        postgresql_where=sa.text("next_try_at is not null"),
    )
    op.drop_index(op.f("ix_deal_period_org_id"), table_name="deal_period")
    op.drop_index(op.f("ix_deal_period_member_id"), table_name="deal_period")
    op.drop_table("deal_period")
    op.drop_table("bill")
    op.drop_table("debt_plan")
    op.drop_index(
        "uq_cancellation_open",
        table_name="cancellation",
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.drop_index(op.f("ix_cancellation_org_id"), table_name="cancellation")
    op.drop_index(op.f("ix_cancellation_member_id"), table_name="cancellation")
    op.drop_index(op.f("ix_cancellation_deal_id"), table_name="cancellation")
    op.drop_table("cancellation")
    op.drop_index(op.f("ix_sales_order_subscription_id"), table_name="sales_order")
    op.drop_index(op.f("ix_sales_order_plan_id"), table_name="sales_order")
    op.drop_index(op.f("ix_sales_order_invitation_id"), table_name="sales_order")
    op.drop_index(op.f("ix_sales_order_org_id"), table_name="sales_order")
    op.drop_index(op.f("ix_sales_order_member_id"), table_name="sales_order")
    op.drop_index(
        "ix_sales_order_expiry",
        table_name="sales_order",
        postgresql_where=sa.text("state in ('open', 'paying', 'failed', 'abandoned')"),
    )
    op.drop_table("sales_order")
    for table in ("referral_reward", "referral_code", "product", "gift_card_use", "gift_card"):
        op.drop_table(table)
    op.drop_table("offer_settings")
    op.drop_table("coupon_use")
    op.drop_table("coupon")
    op.drop_index("uq_deal_subscription", table_name="deal")
    op.drop_index(op.f("ix_deal_org_id"), table_name="deal")
    op.drop_index(
        "ix_deal_next",
        table_name="deal",
        postgresql_where=sa.text("state = 'running' and next_on is not null"),
    )
    op.drop_index(op.f("ix_deal_member_id"), table_name="deal")
    op.drop_table("deal")
    op.drop_index("uq_charge_transaction", table_name="charge")
    op.drop_index("uq_charge_page", table_name="charge")
    op.drop_index(
        "uq_charge_open",
        table_name="charge",
        postgresql_where=sa.text("state in ('created', 'on_page', 'unknown', 'sent')"),
    )
    op.drop_index("uq_charge_attempt", table_name="charge")
    op.drop_index(op.f("ix_charge_org_id"), table_name="charge")
    op.drop_index(op.f("ix_charge_member_id"), table_name="charge")
    op.drop_index(
        "ix_charge_look", table_name="charge", postgresql_where=sa.text("next_look_at is not null")
    )
    op.drop_index("ix_charge_day", table_name="charge", postgresql_where=sa.text("state = 'paid'"))
    op.drop_index(op.f("ix_charge_card_id"), table_name="charge")
    op.drop_index(op.f("ix_charge_account_id"), table_name="charge")
    op.drop_table("charge")
    op.drop_index("uq_tax_document_cause", table_name="tax_document")
    op.drop_index(
        "ix_tax_document_try",
        table_name="tax_document",
        postgresql_where=sa.text("next_try_at is not null"),
    )
    op.drop_index(op.f("ix_tax_document_org_id"), table_name="tax_document")
    op.drop_index("ix_tax_document_on", table_name="tax_document")
    op.drop_index(op.f("ix_tax_document_member_id"), table_name="tax_document")
    op.drop_index(op.f("ix_tax_document_credits_id"), table_name="tax_document")
    op.drop_index(op.f("ix_tax_document_account_id"), table_name="tax_document")
    op.drop_table("tax_document")
    op.drop_index(
        "uq_card_member", table_name="card", postgresql_where=sa.text("removed_at is null")
    )
    op.drop_index(op.f("ix_card_org_id"), table_name="card")
    op.drop_index(op.f("ix_card_member_id"), table_name="card")
    op.drop_index(
        "ix_card_ending", table_name="card", postgresql_where=sa.text("removed_at is null")
    )
    op.drop_index(op.f("ix_card_account_id"), table_name="card")
    op.drop_table("card")
    op.drop_index(op.f("ix_pay_key_gym_id"), table_name="pay_key")
    op.drop_index(op.f("ix_pay_key_account_id"), table_name="pay_key")
    op.drop_table("pay_key")
    op.drop_index(
        "uq_pay_account_in_use", table_name="pay_account", postgresql_where=sa.text("is_in_use")
    )
    op.drop_index(op.f("ix_pay_account_org_id"), table_name="pay_account")
    op.drop_table("pay_account")
    op.drop_index(
        "uq_document_account_in_use",
        table_name="document_account",
        postgresql_where=sa.text("is_in_use"),
    )
    op.drop_index(op.f("ix_document_account_org_id"), table_name="document_account")
    op.drop_table("document_account")
