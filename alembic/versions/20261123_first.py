"""first."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "20261123first"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "app_user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "lang",
            sa.Enum("he", "en", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("totp_secret_sealed", sa.String(), nullable=True),
        sa.Column("totp_pending_sealed", sa.String(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_user")),
        sa.UniqueConstraint("email", name=op.f("uq_app_user_email")),
        sa.UniqueConstraint("phone", name=op.f("uq_app_user_phone")),
    )
    op.create_table(
        "attempt_lock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_lock")),
        sa.UniqueConstraint("key", name=op.f("uq_attempt_lock_key")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "dead",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token", sa.Uuid(), nullable=True),
        sa.Column(
            "facts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_org_id"), "job", ["org_id"], unique=False)
    op.create_index(
        "ix_job_ready",
        "job",
        ["run_after"],
        unique=False,
        postgresql_where=sa.text("state in ('queued','running')"),
    )
    op.create_index("ix_job_state", "job", ["state", "updated_at"], unique=False)
    op.create_index(
        "uq_job_reaction",
        "job",
        ["event_id", "name"],
        unique=True,
        postgresql_where=sa.text("event_id is not null"),
    )
    op.create_index(
        "uq_job_tick",
        "job",
        ["name", "org_id", "due_at"],
        unique=True,
        postgresql_where=sa.text("event_id is null and not facts ? 'later'"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "login_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "sign_in",
                "sign_up",
                name="codepurpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("code_sealed", sa.String(), nullable=True),
        sa.Column(
            "lang",
            sa.Enum("he", "en", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_code")),
    )
    op.create_index(
        "ix_login_code_address", "login_code", ["address", "purpose", "id"], unique=False
    )
    op.create_table(
        "org",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "crossfit",
                "pilates",
                "trainer",
                name="gymkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "lang",
            sa.Enum("he", "en", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("brand", sa.String(length=7), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("totp_required", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org")),
        sa.UniqueConstraint("slug", name=op.f("uq_org_slug")),
    )
    op.create_table(
        "platform_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("actor_user_id", sa.Uuid(), nullable=True),
        sa.Column("ip", sa.String(length=45), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column(
            "facts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_log")),
    )
    op.create_index(op.f("ix_platform_log_about"), "platform_log", ["about"], unique=False)
    op.create_index(
        op.f("ix_platform_log_actor_user_id"), "platform_log", ["actor_user_id"], unique=False
    )
    op.create_index(op.f("ix_platform_log_name"), "platform_log", ["name"], unique=False)
    op.create_table(
        "rate_bucket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_bucket")),
        sa.UniqueConstraint("key", name=op.f("uq_rate_bucket_key")),
    )
    op.create_table(
        "agreement",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "document",
            sa.Enum(
                "terms",
                "privacy",
                "processing",
                name="legaldocument",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_agreement_org_id_org")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_agreement_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_org_id"), "agreement", ["org_id"], unique=False)
    op.create_index(op.f("ix_agreement_user_id"), "agreement", ["user_id"], unique=False)
    op.create_index(
        "uq_agreement_version", "agreement", ["org_id", "document", "version"], unique=True
    )
    op.create_table(
        "event_log",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("actor_user_id", sa.Uuid(), nullable=True),
        sa.Column("ip", sa.String(length=45), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column(
            "facts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_event_log_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_log")),
    )
    op.create_index("ix_event_log_about", "event_log", ["org_id", "about", "id"], unique=False)
    op.create_index(
        "ix_event_log_actor", "event_log", ["org_id", "actor_user_id", "id"], unique=False
    )
    op.create_index("ix_event_log_name", "event_log", ["org_id", "name", "id"], unique=False)
    op.create_index(op.f("ix_event_log_org_id"), "event_log", ["org_id"], unique=False)
    op.create_index("ix_event_log_when", "event_log", ["org_id", "id"], unique=False)
    op.create_table(
        "location",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column(
            "hours", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_location_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
    )
    op.create_index(op.f("ix_location_org_id"), "location", ["org_id"], unique=False)
    op.create_table(
        "org_settings",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_to", sa.Time(), nullable=False),
        sa.Column("observes_sabbath", sa.Boolean(), nullable=False),
        sa.Column("first_location", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_org_settings_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_settings")),
    )
    op.create_index(op.f("ix_org_settings_org_id"), "org_settings", ["org_id"], unique=False)
    op.create_index("uq_org_settings_org", "org_settings", ["org_id"], unique=True)
    op.create_table(
        "plan",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name_he", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "weekly",
                "unlimited",
                "pack",
                "trial",
                name="plankind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("weekly_limit", sa.Integer(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=True),
        sa.Column("valid_days", sa.Integer(), nullable=True),
        sa.Column("price_agorot", sa.BigInteger(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'weekly') = (weekly_limit is not null)", name=op.f("ck_plan_weekly_limit")
        ),
        sa.CheckConstraint(
            "(kind in ('pack', 'trial')) = (entries is not null)", name=op.f("ck_plan_entries")
        ),
        sa.CheckConstraint("price_agorot >= 0", name=op.f("ck_plan_price")),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_plan_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_org_id"), "plan", ["org_id"], unique=False)
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", sa.String(length=1000), nullable=False),
        sa.Column("p256dh", sa.String(length=120), nullable=False),
        sa.Column("auth", sa.String(length=40), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("lang", sa.String(length=5), nullable=False),
        sa.Column("last_ok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_push_subscription_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscription_endpoint")),
    )
    op.create_index(
        op.f("ix_push_subscription_user_id"), "push_subscription", ["user_id"], unique=False
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_recovery_code_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"], unique=False)
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=True),
        sa.Column(
            "way",
            sa.Enum(
                "password",
                "code",
                "invitation",
                name="entryway",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "factor",
            sa.Enum(
                "none",
                "pending",
                "done",
                name="factorstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_sign_in_session_org_id_org")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_sign_in_session_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_session_org_id"), "sign_in_session", ["org_id"], unique=False)
    op.create_index("ix_sign_in_session_user", "sign_in_session", ["user_id", "id"], unique=False)
    op.create_table(
        "staff_profile",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("title_he", sa.String(length=60), nullable=False),
        sa.Column("title_en", sa.String(length=60), nullable=False),
        sa.Column("tint", sa.Integer(), nullable=False),
        sa.Column("is_coach", sa.Boolean(), nullable=False),
        sa.Column("bio", sa.String(length=600), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_staff_profile_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_profile")),
    )
    op.create_index(op.f("ix_staff_profile_org_id"), "staff_profile", ["org_id"], unique=False)
    op.create_table(
        "tag",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("folded", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_tag_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
    )
    op.create_index(op.f("ix_tag_org_id"), "tag", ["org_id"], unique=False)
    op.create_index("uq_tag_name", "tag", ["org_id", "folded"], unique=True)
    op.create_table(
        "class_type",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name_he", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=600), nullable=False),
        sa.Column(
            "colour",
            sa.Enum(
                "teal",
                "blue",
                "violet",
                "pink",
                "red",
                "amber",
                "green",
                "slate",
                name="colour",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("min_attendance", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("opens_days", sa.Integer(), nullable=False),
        sa.Column("closes_minutes", sa.Integer(), nullable=False),
        sa.Column("cancel_cutoff_minutes", sa.Integer(), nullable=False),
        sa.Column("waitlist_limit", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_class_type_capacity")),
        sa.CheckConstraint("min_attendance <= capacity", name=op.f("ck_class_type_min_attendance")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_class_type_minutes")),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["staff_profile.id"], name=op.f("fk_class_type_coach_id_staff_profile")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_class_type_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_type")),
    )
    op.create_index(op.f("ix_class_type_coach_id"), "class_type", ["coach_id"], unique=False)
    op.create_index(op.f("ix_class_type_org_id"), "class_type", ["org_id"], unique=False)
    op.create_table(
        "member",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_name", sa.String(length=60), nullable=False),
        sa.Column("last_name", sa.String(length=60), nullable=False),
        sa.Column("folded", sa.String(length=460), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("national_id_sealed", sa.String(), nullable=True),
        sa.Column(
            "gender",
            sa.Enum(
                "female",
                "male",
                "unsaid",
                name="gender",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("emergency_name", sa.String(length=60), nullable=False),
        sa.Column("emergency_phone", sa.String(length=20), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "unknown",
                "walk_in",
                "referral",
                "website",
                "social",
                "import",
                "other",
                name="membersource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "lead",
                "trial",
                "active",
                "frozen",
                "past_due",
                "ended",
                name="memberstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("guardian_id", sa.Uuid(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["staff_profile.id"], name=op.f("fk_member_coach_id_staff_profile")
        ),
        sa.ForeignKeyConstraint(
            ["guardian_id"], ["member.id"], name=op.f("fk_member_guardian_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_member_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )
    op.create_index("ix_member_by_name", "member", ["org_id", "folded", "id"], unique=False)
    op.create_index(op.f("ix_member_coach_id"), "member", ["coach_id"], unique=False)
    op.create_index(
        "ix_member_email",
        "member",
        ["org_id", "email"],
        unique=False,
        postgresql_where=sa.text("email <> ''"),
    )
    op.create_index(op.f("ix_member_guardian_id"), "member", ["guardian_id"], unique=False)
    op.create_index("ix_member_newest", "member", ["org_id", "joined_on", "id"], unique=False)
    op.create_index(op.f("ix_member_org_id"), "member", ["org_id"], unique=False)
    op.create_index(
        "ix_member_phone",
        "member",
        ["org_id", "phone"],
        unique=False,
        postgresql_where=sa.text("phone <> ''"),
    )
    op.create_table(
        "room",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_room_capacity")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_room_location_id_location")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_room_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
    )
    op.create_index(op.f("ix_room_location_id"), "room", ["location_id"], unique=False)
    op.create_index(op.f("ix_room_org_id"), "room", ["org_id"], unique=False)
    op.create_table(
        "channel_preference",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column(
            "group",
            sa.Enum(
                "bookings",
                "waitlist",
                "classes",
                "reminders",
                "plans",
                "team",
                "security",
                name="noticegroup",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "inbox",
                "email",
                "push",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(member_id, user_id) = 1", name=op.f("ck_channel_preference_one_receiver")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_channel_preference_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["org.id"], name=op.f("fk_channel_preference_org_id_org")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_channel_preference_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_preference")),
    )
    op.create_index(
        op.f("ix_channel_preference_member_id"), "channel_preference", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_channel_preference_org_id"), "channel_preference", ["org_id"], unique=False
    )
    op.create_index(
        op.f("ix_channel_preference_user_id"), "channel_preference", ["user_id"], unique=False
    )
    op.create_index(
        "uq_channel_preference",
        "channel_preference",
        ["org_id", "member_id", "user_id", "group", "channel"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "class_session",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("class_type_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "scheduled",
                "cancelled",
                "withdrawn",
                name="sessionstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=200), nullable=False),
        sa.Column("attendance_taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("booked between 0 and capacity", name=op.f("ck_class_session_places")),
        sa.CheckConstraint("capacity between 1 and 500", name=op.f("ck_class_session_capacity")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_class_session_span")),
        sa.CheckConstraint("waiting >= 0", name=op.f("ck_class_session_waiting")),
        sa.ForeignKeyConstraint(
            ["class_type_id"],
            ["class_type.id"],
            name=op.f("fk_class_session_class_type_id_class_type"),
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["staff_profile.id"], name=op.f("fk_class_session_coach_id_staff_profile")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_class_session_location_id_location")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_class_session_org_id_org")),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_class_session_room_id_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_session")),
    )
    op.create_index(
        op.f("ix_class_session_class_type_id"), "class_session", ["class_type_id"], unique=False
    )
    op.create_index(
        "ix_class_session_coach", "class_session", ["coach_id", "starts_at"], unique=False
    )
    op.create_index(
        op.f("ix_class_session_location_id"), "class_session", ["location_id"], unique=False
    )
    op.create_index(op.f("ix_class_session_org_id"), "class_session", ["org_id"], unique=False)
    op.create_index(
        "ix_class_session_room", "class_session", ["room_id", "starts_at"], unique=False
    )
    op.create_index(
        op.f("ix_class_session_series_id"), "class_session", ["series_id"], unique=False
    )
    op.create_index("ix_class_session_when", "class_session", ["org_id", "starts_at"], unique=False)
    op.create_table(
        "coach_member",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["staff_profile.id"], name=op.f("fk_coach_member_coach_id_staff_profile")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_coach_member_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_coach_member_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_member")),
    )
    op.create_index(op.f("ix_coach_member_coach_id"), "coach_member", ["coach_id"], unique=False)
    op.create_index(op.f("ix_coach_member_member_id"), "coach_member", ["member_id"], unique=False)
    op.create_index(op.f("ix_coach_member_org_id"), "coach_member", ["org_id"], unique=False)
    op.create_index(
        "uq_coach_member_open",
        "coach_member",
        ["member_id"],
        unique=True,
        postgresql_where=sa.text("until is null"),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "admin",
                "coach",
                "member",
                "support",
                "platform_admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("he", "en", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column(
            "without", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.String(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_count", sa.Integer(), nullable=False),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["app_user.id"], name=op.f("fk_invitation_accepted_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["app_user.id"], name=op.f("fk_invitation_invited_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_invitation_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_invitation_org_id_org")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_profile.id"], name=op.f("fk_invitation_staff_id_staff_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_accepted_by"), "invitation", ["accepted_by"], unique=False)
    op.create_index(op.f("ix_invitation_invited_by"), "invitation", ["invited_by"], unique=False)
    op.create_index(op.f("ix_invitation_member_id"), "invitation", ["member_id"], unique=False)
    op.create_index(
        "ix_invitation_open",
        "invitation",
        ["org_id", "id"],
        unique=False,
        postgresql_where=sa.text("accepted_at is null and revoked_at is null"),
    )
    op.create_index(op.f("ix_invitation_staff_id"), "invitation", ["staff_id"], unique=False)
    op.create_table(
        "member_note",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("author_user_id", sa.Uuid(), nullable=True),
        sa.Column("author_staff_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_staff_id"],
            ["staff_profile.id"],
            name=op.f("fk_member_note_author_staff_id_staff_profile"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_note_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_member_note_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_note")),
    )
    op.create_index(
        op.f("ix_member_note_author_staff_id"), "member_note", ["author_staff_id"], unique=False
    )
    op.create_index("ix_member_note_newest", "member_note", ["member_id", "id"], unique=False)
    op.create_index(op.f("ix_member_note_org_id"), "member_note", ["org_id"], unique=False)
    op.create_table(
        "member_tag",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_tag_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_member_tag_org_id_org")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_member_tag_tag_id_tag")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_tag")),
    )
    op.create_index(op.f("ix_member_tag_org_id"), "member_tag", ["org_id"], unique=False)
    op.create_index(op.f("ix_member_tag_tag_id"), "member_tag", ["tag_id"], unique=False)
    op.create_index("uq_member_tag", "member_tag", ["member_id", "tag_id"], unique=True)
    op.create_table(
        "notice",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
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
                name="noticekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column(
            "facts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(member_id, user_id) = 1", name=op.f("ck_notice_one_receiver")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_notice_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_notice_org_id_org")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_notice_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_of_member", "notice", ["member_id", "id"], unique=False)
    op.create_index("ix_notice_of_user", "notice", ["user_id", "id"], unique=False)
    op.create_index(op.f("ix_notice_org_id"), "notice", ["org_id"], unique=False)
    op.create_index(
        "ix_notice_unread_member",
        "notice",
        ["member_id"],
        unique=False,
        postgresql_where=sa.text("read_at is null"),
    )
    op.create_index(
        "ix_notice_unread_user",
        "notice",
        ["user_id"],
        unique=False,
        postgresql_where=sa.text("read_at is null"),
    )
    op.create_index("uq_notice_key", "notice", ["org_id", "key"], unique=True)
    op.create_table(
        "plan_class_type",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("class_type_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_type_id"],
            ["class_type.id"],
            name=op.f("fk_plan_class_type_class_type_id_class_type"),
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_plan_class_type_org_id_org")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_class_type_plan_id_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_class_type")),
    )
    op.create_index(
        op.f("ix_plan_class_type_class_type_id"), "plan_class_type", ["class_type_id"], unique=False
    )
    op.create_index(op.f("ix_plan_class_type_org_id"), "plan_class_type", ["org_id"], unique=False)
    op.create_index(
        "uq_plan_class_type", "plan_class_type", ["plan_id", "class_type_id"], unique=True
    )
    op.create_table(
        "reminder_choice",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_reminder_choice_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_reminder_choice_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_choice")),
    )
    op.create_index(op.f("ix_reminder_choice_org_id"), "reminder_choice", ["org_id"], unique=False)
    op.create_index("uq_reminder_choice", "reminder_choice", ["member_id"], unique=True)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "admin",
                "coach",
                "member",
                "support",
                "platform_admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column(
            "without", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["app_user.id"], name=op.f("fk_role_grant_granted_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_role_grant_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_role_grant_org_id_org")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_profile.id"], name=op.f("fk_role_grant_staff_id_staff_profile")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_role_grant_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_granted_by"), "role_grant", ["granted_by"], unique=False)
    op.create_index(op.f("ix_role_grant_member_id"), "role_grant", ["member_id"], unique=False)
    op.create_index(op.f("ix_role_grant_org_id"), "role_grant", ["org_id"], unique=False)
    op.create_index(op.f("ix_role_grant_staff_id"), "role_grant", ["staff_id"], unique=False)
    op.create_index(
        "uq_role_grant",
        "role_grant",
        ["user_id", "org_id", "role"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "uq_role_grant_owner",
        "role_grant",
        ["org_id"],
        unique=True,
        postgresql_where=sa.text("role = 'owner'"),
    )
    op.create_table(
        "subscription",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "weekly",
                "unlimited",
                "pack",
                "trial",
                name="plankind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("weekly_limit", sa.Integer(), nullable=True),
        sa.Column("entries_given", sa.Integer(), nullable=True),
        sa.Column("entries_left", sa.Integer(), nullable=True),
        sa.Column(
            "class_type_ids",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "frozen",
                "ended",
                name="subscriptionstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "lapsed",
                "staff",
                name="endreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_subscription_days")),
        sa.CheckConstraint("entries_left >= 0", name=op.f("ck_subscription_entries_left")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_subscription_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_subscription_org_id_org")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_subscription_plan_id_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
    )
    op.create_index(
        "ix_subscription_ending",
        "subscription",
        ["org_id", "ends_on"],
        unique=False,
        postgresql_where=sa.text("status <> 'ended'"),
    )
    op.create_index("ix_subscription_member", "subscription", ["member_id", "status"], unique=False)
    op.create_index(op.f("ix_subscription_org_id"), "subscription", ["org_id"], unique=False)
    op.create_index("ix_subscription_plan", "subscription", ["plan_id", "status"], unique=False)
    op.create_table(
        "booking",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("entry_taken", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "booked",
                "cancelled",
                "late_cancelled",
                name="bookingstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "via",
            sa.Enum(
                "app",
                "staff",
                "promotion",
                name="via",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "cancelled_by",
            sa.Enum(
                "member",
                "staff",
                "gym",
                name="cancelledby",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "attendance",
            sa.Enum(
                "none",
                "attended",
                "no_show",
                name="attendance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_booking_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_booking_org_id_org")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["class_session.id"], name=op.f("fk_booking_session_id_class_session")
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name=op.f("fk_booking_subscription_id_subscription"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index("ix_booking_member", "booking", ["member_id", "session_id"], unique=False)
    op.create_index(op.f("ix_booking_org_id"), "booking", ["org_id"], unique=False)
    op.create_index("ix_booking_session", "booking", ["session_id", "member_id"], unique=False)
    op.create_index("ix_booking_subscription", "booking", ["subscription_id"], unique=False)
    op.create_index(
        "uq_booking_live",
        "booking",
        ["session_id", "member_id"],
        unique=True,
        postgresql_where=sa.text("status = 'booked'"),
    )
    op.create_table(
        "credit_move",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("delta", sa.Integer(), nullable=False),
        sa.Column("balance_after", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "given",
                "booked",
                "returned",
                "adjusted",
                "expired",
                name="movereason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("actor_user_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("balance_after >= 0", name=op.f("ck_credit_move_balance_after")),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_credit_move_org_id_org")),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name=op.f("fk_credit_move_subscription_id_subscription"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_move")),
    )
    op.create_index(
        "ix_credit_move_booking",
        "credit_move",
        ["booking_id"],
        unique=False,
        postgresql_where=sa.text("booking_id is not null"),
    )
    op.create_index(op.f("ix_credit_move_org_id"), "credit_move", ["org_id"], unique=False)
    op.create_index("ix_credit_move_story", "credit_move", ["subscription_id", "id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "inbox",
                "email",
                "push",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "held",
                "sent",
                "failed",
                "gone",
                name="deliverystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=240), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_delivery_notice_id_notice")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_delivery_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["not_before"],
        unique=False,
        postgresql_where=sa.text("state in ('waiting','held')"),
    )
    op.create_index(op.f("ix_delivery_notice_id"), "delivery", ["notice_id"], unique=False)
    op.create_index(op.f("ix_delivery_org_id"), "delivery", ["org_id"], unique=False)
    op.create_index(
        "ix_delivery_trouble",
        "delivery",
        ["org_id", "id"],
        unique=False,
        postgresql_where=sa.text("state in ('failed','gone')"),
    )
    op.create_index("uq_delivery_key", "delivery", ["org_id", "key"], unique=True)
    op.create_table(
        "waitlist_entry",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "promoted",
                "left",
                "released",
                name="waitstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_waitlist_entry_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_waitlist_entry_org_id_org")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_session.id"],
            name=op.f("fk_waitlist_entry_session_id_class_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist_entry")),
    )
    op.create_index(
        op.f("ix_waitlist_entry_member_id"), "waitlist_entry", ["member_id"], unique=False
    )
    op.create_index(op.f("ix_waitlist_entry_org_id"), "waitlist_entry", ["org_id"], unique=False)
    op.create_index(
        "uq_waitlist_entry_live",
        "waitlist_entry",
        ["session_id", "member_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "uq_waitlist_entry_number", "waitlist_entry", ["session_id", "number"], unique=True
    )


def downgrade() -> None:
    op.drop_index("uq_waitlist_entry_number", table_name="waitlist_entry")
    op.drop_index(
        "uq_waitlist_entry_live",
        table_name="waitlist_entry",
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(op.f("ix_waitlist_entry_org_id"), table_name="waitlist_entry")
    op.drop_index(op.f("ix_waitlist_entry_member_id"), table_name="waitlist_entry")
    op.drop_table("waitlist_entry")
    op.drop_index("uq_delivery_key", table_name="delivery")
    op.drop_index(
        "ix_delivery_trouble",
        table_name="delivery",
        postgresql_where=sa.text("state in ('failed','gone')"),
    )
    op.drop_index(op.f("ix_delivery_org_id"), table_name="delivery")
    op.drop_index(op.f("ix_delivery_notice_id"), table_name="delivery")
    op.drop_index(
        "ix_delivery_due",
        table_name="delivery",
        postgresql_where=sa.text("state in ('waiting','held')"),
    )
    op.drop_table("delivery")
    op.drop_index("ix_credit_move_story", table_name="credit_move")
    op.drop_index(op.f("ix_credit_move_org_id"), table_name="credit_move")
    op.drop_index(
        "ix_credit_move_booking",
        table_name="credit_move",
        postgresql_where=sa.text("booking_id is not null"),
    )
    op.drop_table("credit_move")
    op.drop_index(
        "uq_booking_live", table_name="booking", postgresql_where=sa.text("status = 'booked'")
    )
    op.drop_index("ix_booking_subscription", table_name="booking")
    op.drop_index("ix_booking_session", table_name="booking")
    op.drop_index(op.f("ix_booking_org_id"), table_name="booking")
    op.drop_index("ix_booking_member", table_name="booking")
    op.drop_table("booking")
    op.drop_index("ix_subscription_plan", table_name="subscription")
    op.drop_index(op.f("ix_subscription_org_id"), table_name="subscription")
    op.drop_index("ix_subscription_member", table_name="subscription")
    op.drop_index(
        "ix_subscription_ending",
        table_name="subscription",
        postgresql_where=sa.text("status <> 'ended'"),
    )
    op.drop_table("subscription")
    op.drop_index(
        "uq_role_grant_owner", table_name="role_grant", postgresql_where=sa.text("role = 'owner'")
    )
    op.drop_index("uq_role_grant", table_name="role_grant", postgresql_nulls_not_distinct=True)
    op.drop_index(op.f("ix_role_grant_staff_id"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_org_id"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_member_id"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_granted_by"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index("uq_reminder_choice", table_name="reminder_choice")
    op.drop_index(op.f("ix_reminder_choice_org_id"), table_name="reminder_choice")
    op.drop_table("reminder_choice")
    op.drop_index("uq_plan_class_type", table_name="plan_class_type")
    op.drop_index(op.f("ix_plan_class_type_org_id"), table_name="plan_class_type")
    op.drop_index(op.f("ix_plan_class_type_class_type_id"), table_name="plan_class_type")
    op.drop_table("plan_class_type")
    op.drop_index("uq_notice_key", table_name="notice")
    op.drop_index(
        "ix_notice_unread_user", table_name="notice", postgresql_where=sa.text("read_at is null")
    )
    op.drop_index(
        "ix_notice_unread_member", table_name="notice", postgresql_where=sa.text("read_at is null")
    )
    op.drop_index(op.f("ix_notice_org_id"), table_name="notice")
    op.drop_index("ix_notice_of_user", table_name="notice")
    op.drop_index("ix_notice_of_member", table_name="notice")
    op.drop_table("notice")
    op.drop_index("uq_member_tag", table_name="member_tag")
    op.drop_index(op.f("ix_member_tag_tag_id"), table_name="member_tag")
    op.drop_index(op.f("ix_member_tag_org_id"), table_name="member_tag")
    op.drop_table("member_tag")
    op.drop_index(op.f("ix_member_note_org_id"), table_name="member_note")
    op.drop_index("ix_member_note_newest", table_name="member_note")
    op.drop_index(op.f("ix_member_note_author_staff_id"), table_name="member_note")
    op.drop_table("member_note")
    op.drop_index(op.f("ix_invitation_staff_id"), table_name="invitation")
    op.drop_index(
        "ix_invitation_open",
        table_name="invitation",
        postgresql_where=sa.text("accepted_at is null and revoked_at is null"),
    )
    op.drop_index(op.f("ix_invitation_member_id"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_invited_by"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_accepted_by"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(
        "uq_coach_member_open", table_name="coach_member", postgresql_where=sa.text("until is null")
    )
    op.drop_index(op.f("ix_coach_member_org_id"), table_name="coach_member")
    op.drop_index(op.f("ix_coach_member_member_id"), table_name="coach_member")
    op.drop_index(op.f("ix_coach_member_coach_id"), table_name="coach_member")
    op.drop_table("coach_member")
    op.drop_index("ix_class_session_when", table_name="class_session")
    op.drop_index(op.f("ix_class_session_series_id"), table_name="class_session")
    op.drop_index("ix_class_session_room", table_name="class_session")
    op.drop_index(op.f("ix_class_session_org_id"), table_name="class_session")
    op.drop_index(op.f("ix_class_session_location_id"), table_name="class_session")
    op.drop_index("ix_class_session_coach", table_name="class_session")
    op.drop_index(op.f("ix_class_session_class_type_id"), table_name="class_session")
    op.drop_table("class_session")
    op.drop_index(
        "uq_channel_preference", table_name="channel_preference", postgresql_nulls_not_distinct=True
    )
    op.drop_index(op.f("ix_channel_preference_user_id"), table_name="channel_preference")
    op.drop_index(op.f("ix_channel_preference_org_id"), table_name="channel_preference")
    op.drop_index(op.f("ix_channel_preference_member_id"), table_name="channel_preference")
    op.drop_table("channel_preference")
    op.drop_index(op.f("ix_room_org_id"), table_name="room")
    op.drop_index(op.f("ix_room_location_id"), table_name="room")
    op.drop_table("room")
    op.drop_index("ix_member_phone", table_name="member", postgresql_where=sa.text("phone <> ''"))
    op.drop_index(op.f("ix_member_org_id"), table_name="member")
    op.drop_index("ix_member_newest", table_name="member")
    op.drop_index(op.f("ix_member_guardian_id"), table_name="member")
    op.drop_index("ix_member_email", table_name="member", postgresql_where=sa.text("email <> ''"))
    op.drop_index(op.f("ix_member_coach_id"), table_name="member")
    op.drop_index("ix_member_by_name", table_name="member")
    op.drop_table("member")
    op.drop_index(op.f("ix_class_type_org_id"), table_name="class_type")
    op.drop_index(op.f("ix_class_type_coach_id"), table_name="class_type")
    op.drop_table("class_type")
    op.drop_index("uq_tag_name", table_name="tag")
    op.drop_index(op.f("ix_tag_org_id"), table_name="tag")
    op.drop_table("tag")
    op.drop_index(op.f("ix_staff_profile_org_id"), table_name="staff_profile")
    op.drop_table("staff_profile")
    op.drop_index("ix_sign_in_session_user", table_name="sign_in_session")
    op.drop_index(op.f("ix_sign_in_session_org_id"), table_name="sign_in_session")
    op.drop_table("sign_in_session")
    op.drop_index(op.f("ix_recovery_code_user_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_index(op.f("ix_push_subscription_user_id"), table_name="push_subscription")
    op.drop_table("push_subscription")
    op.drop_index(op.f("ix_plan_org_id"), table_name="plan")
    op.drop_table("plan")
    op.drop_index("uq_org_settings_org", table_name="org_settings")
    op.drop_index(op.f("ix_org_settings_org_id"), table_name="org_settings")
    op.drop_table("org_settings")
    op.drop_index(op.f("ix_location_org_id"), table_name="location")
    op.drop_table("location")
    op.drop_index("ix_event_log_when", table_name="event_log")
    op.drop_index(op.f("ix_event_log_org_id"), table_name="event_log")
    op.drop_index("ix_event_log_name", table_name="event_log")
    op.drop_index("ix_event_log_actor", table_name="event_log")
    op.drop_index("ix_event_log_about", table_name="event_log")
    op.drop_table("event_log")
    op.drop_index("uq_agreement_version", table_name="agreement")
    op.drop_index(op.f("ix_agreement_user_id"), table_name="agreement")
    op.drop_index(op.f("ix_agreement_org_id"), table_name="agreement")
    op.drop_table("agreement")
    op.drop_table("rate_bucket")
    op.drop_index(op.f("ix_platform_log_name"), table_name="platform_log")
    op.drop_index(op.f("ix_platform_log_actor_user_id"), table_name="platform_log")
    op.drop_index(op.f("ix_platform_log_about"), table_name="platform_log")
    op.drop_table("platform_log")
    op.drop_table("org")
    op.drop_index("ix_login_code_address", table_name="login_code")
    op.drop_table("login_code")
    op.drop_index(
        "uq_job_tick",
        table_name="job",
        postgresql_where=sa.text("event_id is null and not facts ? 'later'"),
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index(
        "uq_job_reaction", table_name="job", postgresql_where=sa.text("event_id is not null")
    )
    op.drop_index("ix_job_state", table_name="job")
    op.drop_index(
        "ix_job_ready", table_name="job", postgresql_where=sa.text("state in ('queued','running')")
    )
    op.drop_index(op.f("ix_job_org_id"), table_name="job")
    op.drop_table("job")
    op.drop_table("attempt_lock")
    op.drop_table("app_user")
