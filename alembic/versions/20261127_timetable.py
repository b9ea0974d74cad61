"""timetable."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "20261127timetable"
down_revision = "20261123first"
branch_labels = None
depends_on = None


# table, check, column, values before, values added
VALUES = (
    (
        "booking",
        "via",
        "via",
        ("app", "staff", "promotion"),
        ("offer", "claim", "standing", "swap", "trial", "walk_in"),
    ),
    ("booking", "attendance", "attendance", ("none", "attended", "no_show"), ("excused",)),
    (
        "credit_move",
        "movereason",
        "reason",
        ("given", "booked", "returned", "adjusted", "expired"),
        ("penalty", "excused"),
    ),
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
        ),
        (
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
    ),
)

_LATER = "kind in (" + ", ".join(f"'{kind}'" for kind in VALUES[-1][-1]) + ")"


def upgrade() -> None:
    op.create_table(
        "penalty_rules",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "facts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_penalty_rules_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalty_rules")),
    )
    op.create_index(op.f("ix_penalty_rules_org_id"), "penalty_rules", ["org_id"], unique=False)
    op.create_index("uq_penalty_rules_version", "penalty_rules", ["org_id", "version"], unique=True)
    op.create_table(
        "timetable_batch",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "publish",
                "move",
                "cancel",
                "restore",
                "change",
                "closure",
                "slot",
                name="batchkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("staff_user_id", sa.Uuid(), nullable=True),
        sa.Column(
            "before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_timetable_batch_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_batch")),
    )
    op.create_index(op.f("ix_timetable_batch_org_id"), "timetable_batch", ["org_id"], unique=False)
    op.create_table(
        "closure",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("name_he", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "declined",
                name="closurestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_closure_location_id_location")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_closure_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_index("ix_closure_day", "closure", ["org_id", "day"], unique=False)
    op.create_index(op.f("ix_closure_location_id"), "closure", ["location_id"], unique=False)
    op.create_index(op.f("ix_closure_org_id"), "closure", ["org_id"], unique=False)
    op.create_index(
        "uq_closure_key",
        "closure",
        ["org_id", "key", "day"],
        unique=True,
        postgresql_where=sa.text("key <> ''"),
    )
    op.create_table(
        "kiosk",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_kiosk_location_id_location")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_kiosk_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk")),
    )
    op.create_index("ix_kiosk_in_use", "kiosk", ["org_id", "revoked_at"], unique=False)
    op.create_index(op.f("ix_kiosk_location_id"), "kiosk", ["location_id"], unique=False)
    op.create_index(op.f("ix_kiosk_org_id"), "kiosk", ["org_id"], unique=False)
    op.create_table(
        "calendar_feed",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("token_sealed", sa.String(), nullable=False),
        sa.Column("last_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(member_id, staff_id) = 1", name=op.f("ck_calendar_feed_one_person")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_calendar_feed_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_calendar_feed_org_id_org")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_profile.id"], name=op.f("fk_calendar_feed_staff_id_staff_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
    )
    op.create_index(op.f("ix_calendar_feed_org_id"), "calendar_feed", ["org_id"], unique=False)
    op.create_index(
        "uq_calendar_feed_member",
        "calendar_feed",
        ["member_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at is null and member_id is not null"),
    )
    op.create_index(
        "uq_calendar_feed_staff",
        "calendar_feed",
        ["staff_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at is null and staff_id is not null"),
    )
    op.create_table(
        "kiosk_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("kiosk_id", sa.Uuid(), nullable=False),
        sa.Column("gym_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["gym_id"], ["org.id"], name=op.f("fk_kiosk_key_gym_id_org")),
        sa.ForeignKeyConstraint(
            ["kiosk_id"], ["kiosk.id"], name=op.f("fk_kiosk_key_kiosk_id_kiosk")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kiosk_key_token_hash")),
    )
    op.create_index(op.f("ix_kiosk_key_gym_id"), "kiosk_key", ["gym_id"], unique=False)
    op.create_index(op.f("ix_kiosk_key_kiosk_id"), "kiosk_key", ["kiosk_id"], unique=False)
    op.create_table(
        "member_form",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "health_declaration",
                "doctor_certificate",
                "waiver",
                "parent_consent",
                name="formkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("good_until", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_form_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_member_form_org_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_form")),
    )
    op.create_index(
        "ix_member_form_on_file",
        "member_form",
        ["member_id", "kind"],
        unique=False,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_index(op.f("ix_member_form_org_id"), "member_form", ["org_id"], unique=False)
    op.create_table(
        "timetable_slot",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("class_type_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("generated_until", sa.Date(), nullable=True),
        sa.Column("changed_from", sa.Date(), nullable=True),
        sa.CheckConstraint("capacity between 1 and 500", name=op.f("ck_timetable_slot_capacity")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_timetable_slot_days")),
        sa.CheckConstraint("minutes between 10 and 480", name=op.f("ck_timetable_slot_minutes")),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_timetable_slot_weekday")),
        sa.ForeignKeyConstraint(
            ["class_type_id"],
            ["class_type.id"],
            name=op.f("fk_timetable_slot_class_type_id_class_type"),
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["staff_profile.id"],
            name=op.f("fk_timetable_slot_coach_id_staff_profile"),
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_timetable_slot_location_id_location")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_timetable_slot_org_id_org")),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_timetable_slot_room_id_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_slot")),
    )
    op.create_index(
        op.f("ix_timetable_slot_class_type_id"), "timetable_slot", ["class_type_id"], unique=False
    )
    op.create_index(
        op.f("ix_timetable_slot_coach_id"), "timetable_slot", ["coach_id"], unique=False
    )
    op.create_index(
        op.f("ix_timetable_slot_location_id"), "timetable_slot", ["location_id"], unique=False
    )
    op.create_index(op.f("ix_timetable_slot_org_id"), "timetable_slot", ["org_id"], unique=False)
    op.create_index(op.f("ix_timetable_slot_room_id"), "timetable_slot", ["room_id"], unique=False)
    op.create_index(
        "ix_timetable_slot_week", "timetable_slot", ["org_id", "weekday", "starts"], unique=False
    )
    op.create_table(
        "calendar_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("gym_id", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["calendar_feed.id"], name=op.f("fk_calendar_key_feed_id_calendar_feed")
        ),
        sa.ForeignKeyConstraint(["gym_id"], ["org.id"], name=op.f("fk_calendar_key_gym_id_org")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_key_token_hash")),
    )
    op.create_index(op.f("ix_calendar_key_feed_id"), "calendar_key", ["feed_id"], unique=False)
    op.create_index(op.f("ix_calendar_key_gym_id"), "calendar_key", ["gym_id"], unique=False)
    op.create_table(
        "subscription_freeze",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_subscription_freeze_days")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_subscription_freeze_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["org.id"], name=op.f("fk_subscription_freeze_org_id_org")
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name=op.f("fk_subscription_freeze_subscription_id_subscription"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_freeze")),
    )
    op.create_index(
        op.f("ix_subscription_freeze_member_id"), "subscription_freeze", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_subscription_freeze_org_id"), "subscription_freeze", ["org_id"], unique=False
    )
    op.create_index(
        op.f("ix_subscription_freeze_subscription_id"),
        "subscription_freeze",
        ["subscription_id"],
        unique=False,
    )
    op.create_table(
        "standing_booking",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_standing_booking_days")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_standing_booking_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["org.id"], name=op.f("fk_standing_booking_org_id_org")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["timetable_slot.id"],
            name=op.f("fk_standing_booking_slot_id_timetable_slot"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_booking")),
    )
    op.create_index(
        op.f("ix_standing_booking_member_id"), "standing_booking", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_standing_booking_org_id"), "standing_booking", ["org_id"], unique=False
    )
    op.create_index(
        "uq_standing_booking_live",
        "standing_booking",
        ["slot_id", "member_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "guest_place",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
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
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "attendance",
            sa.Enum(
                "none",
                "attended",
                "no_show",
                "excused",
                name="attendance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("release_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_guest_place_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_guest_place_org_id_org")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_session.id"],
            name=op.f("fk_guest_place_session_id_class_session"),
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name=op.f("fk_guest_place_subscription_id_subscription"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_place")),
    )
    op.create_index(
        "ix_guest_place_member", "guest_place", ["member_id", "session_id"], unique=False
    )
    op.create_index(op.f("ix_guest_place_org_id"), "guest_place", ["org_id"], unique=False)
    op.create_index(
        "ix_guest_place_session",
        "guest_place",
        ["session_id"],
        unique=False,
        postgresql_where=sa.text("status = 'booked'"),
    )
    op.create_index(
        op.f("ix_guest_place_subscription_id"), "guest_place", ["subscription_id"], unique=False
    )
    op.create_table(
        "standing_try",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("is_booked", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_standing_try_org_id_org")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_session.id"],
            name=op.f("fk_standing_try_session_id_class_session"),
        ),
        sa.ForeignKeyConstraint(
            ["standing_id"],
            ["standing_booking.id"],
            name=op.f("fk_standing_try_standing_id_standing_booking"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_try")),
    )
    op.create_index(op.f("ix_standing_try_org_id"), "standing_try", ["org_id"], unique=False)
    op.create_index(
        op.f("ix_standing_try_session_id"), "standing_try", ["session_id"], unique=False
    )
    op.create_index("uq_standing_try", "standing_try", ["standing_id", "session_id"], unique=True)
    op.create_table(
        "substitute_request",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_of", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "withdrawn",
                "closed",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by"],
            ["staff_profile.id"],
            name=op.f("fk_substitute_request_accepted_by_staff_profile"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["staff_profile.id"],
            name=op.f("fk_substitute_request_asked_by_staff_profile"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_of"],
            ["staff_profile.id"],
            name=op.f("fk_substitute_request_asked_of_staff_profile"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["org.id"], name=op.f("fk_substitute_request_org_id_org")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_session.id"],
            name=op.f("fk_substitute_request_session_id_class_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitute_request")),
    )
    op.create_index(
        op.f("ix_substitute_request_accepted_by"),
        "substitute_request",
        ["accepted_by"],
        unique=False,
    )
    op.create_index(
        op.f("ix_substitute_request_asked_by"), "substitute_request", ["asked_by"], unique=False
    )
    op.create_index(
        op.f("ix_substitute_request_asked_of"), "substitute_request", ["asked_of"], unique=False
    )
    op.create_index(
        op.f("ix_substitute_request_org_id"), "substitute_request", ["org_id"], unique=False
    )
    op.create_index(
        "ix_substitute_request_session", "substitute_request", ["session_id"], unique=False
    )
    op.create_index(
        "uq_substitute_request_open",
        "substitute_request",
        ["session_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "penalty",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column(
            "offence",
            sa.Enum(
                "late_cancel",
                "no_show",
                name="offence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "step",
            sa.Enum(
                "warning",
                "entry",
                "strike",
                "block",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column(
            "rules_facts",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("blocks_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "standing",
                "disputed",
                "upheld",
                "excused",
                name="penaltystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("dispute_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispute", sa.String(length=500), nullable=False),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_penalty_booking_id_booking")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_penalty_member_id_member")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], name=op.f("fk_penalty_org_id_org")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["class_session.id"], name=op.f("fk_penalty_session_id_class_session")
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name=op.f("fk_penalty_subscription_id_subscription"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalty")),
    )
    op.create_index(
        "ix_penalty_disputed",
        "penalty",
        ["org_id", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'disputed'"),
    )
    op.create_index("ix_penalty_member", "penalty", ["member_id", "at"], unique=False)
    op.create_index(op.f("ix_penalty_org_id"), "penalty", ["org_id"], unique=False)
    op.create_index(op.f("ix_penalty_session_id"), "penalty", ["session_id"], unique=False)
    op.create_index(
        op.f("ix_penalty_subscription_id"), "penalty", ["subscription_id"], unique=False
    )
    op.create_index(
        "uq_penalty_offence",
        "penalty",
        ["booking_id", "offence"],
        unique=True,
        postgresql_where=sa.text("not is_void"),
    )
    op.create_table(
        "substitute_decline",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id"], ["org.id"], name=op.f("fk_substitute_decline_org_id_org")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["substitute_request.id"],
            name=op.f("fk_substitute_decline_request_id_substitute_request"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff_profile.id"],
            name=op.f("fk_substitute_decline_staff_id_staff_profile"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitute_decline")),
    )
    op.create_index(
        op.f("ix_substitute_decline_org_id"), "substitute_decline", ["org_id"], unique=False
    )
    op.create_index(
        op.f("ix_substitute_decline_staff_id"), "substitute_decline", ["staff_id"], unique=False
    )
    op.create_index(
        "uq_substitute_decline", "substitute_decline", ["request_id", "staff_id"], unique=True
    )
    op.add_column("booking", sa.Column("swapped_from_id", sa.Uuid(), nullable=True))
    op.add_column("booking", sa.Column("standing_id", sa.Uuid(), nullable=True))
    op.add_column("booking", sa.Column("release_id", sa.Uuid(), nullable=True))
    op.add_column(
        "class_session",
        sa.Column("held", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.alter_column("class_session", "held", server_default=None)
    op.add_column("class_session", sa.Column("slot_id", sa.Uuid(), nullable=True))
    op.add_column("class_session", sa.Column("slot_on", sa.Date(), nullable=True))
    op.add_column("class_session", sa.Column("cancel_batch_id", sa.Uuid(), nullable=True))
    op.add_column(
        "class_session",
        sa.Column("is_exception", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    op.alter_column("class_session", "is_exception", server_default=None)
    op.add_column(
        "class_session",
        sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.alter_column("class_session", "revision", server_default=None)
    op.create_index(
        "uq_class_session_slot",
        "class_session",
        ["slot_id", "slot_on"],
        unique=True,
        postgresql_where=sa.text("slot_id is not null"),
    )
    op.create_foreign_key(
        op.f("fk_class_session_slot_id_timetable_slot"),
        "class_session",
        "timetable_slot",
        ["slot_id"],
        ["id"],
    )
    op.add_column(
        "class_type",
        sa.Column(
            "policy",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'{}'"),
        ),
    )
    op.alter_column("class_type", "policy", server_default=None)
    op.add_column(
        "class_type",
        sa.Column(
            "required_forms",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'[]'"),
        ),
    )
    op.alter_column("class_type", "required_forms", server_default=None)
    op.add_column(
        "reminder_choice",
        sa.Column("evening_before", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    op.alter_column("reminder_choice", "evening_before", server_default=None)
    op.add_column(
        "member",
        sa.Column(
            "is_seen_by_members", sa.Boolean(), nullable=False, server_default=sa.text("false")
        ),
    )
    op.alter_column("member", "is_seen_by_members", server_default=None)
    op.add_column("class_type", sa.Column("drop_in_agorot", sa.BigInteger(), nullable=True))
    op.execute(
        "update class_type set policy = jsonb_build_object("
        "'opens_days', opens_days, 'closes_minutes', closes_minutes, "
        "'cancel_cutoff_minutes', cancel_cutoff_minutes, 'waitlist_limit', waitlist_limit)"
    )
    op.drop_column("class_type", "waitlist_limit")
    op.drop_column("class_type", "cancel_cutoff_minutes")
    op.drop_column("class_type", "closes_minutes")
    op.drop_column("class_type", "opens_days")
    op.add_column(
        "plan",
        sa.Column(
            "location_ids",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'[]'"),
        ),
    )
    op.alter_column("plan", "location_ids", server_default=None)
    op.add_column("plan", sa.Column("day_limit", sa.Integer(), nullable=True))
    op.add_column("plan", sa.Column("open_limit", sa.Integer(), nullable=True))
    op.add_column(
        "plan",
        sa.Column(
            "overrides",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'{}'"),
        ),
    )
    op.alter_column("plan", "overrides", server_default=None)
    op.add_column(
        "role_grant",
        sa.Column(
            "ward_ids",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'[]'"),
        ),
    )
    op.alter_column("role_grant", "ward_ids", server_default=None)
    op.add_column(
        "subscription",
        sa.Column(
            "location_ids",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'[]'"),
        ),
    )
    op.alter_column("subscription", "location_ids", server_default=None)
    op.add_column("subscription", sa.Column("day_limit", sa.Integer(), nullable=True))
    op.add_column("subscription", sa.Column("open_limit", sa.Integer(), nullable=True))
    op.add_column(
        "waitlist_entry",
        sa.Column("notice_minutes", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.alter_column("waitlist_entry", "notice_minutes", server_default=None)
    op.add_column(
        "waitlist_entry", sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "waitlist_entry", sa.Column("offer_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "waitlist_entry", sa.Column("claim_told_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("waitlist_entry", sa.Column("release_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_waitlist_entry_offered",
        "waitlist_entry",
        ["offer_until"],
        unique=False,
        postgresql_where=sa.text("offer_until is not null and state = 'waiting'"),
    )
    op.create_check_constraint(op.f("ck_class_type_drop_in"), "class_type", "drop_in_agorot >= 0")
    op.drop_constraint(op.f("ck_class_session_places"), "class_session", type_="check")
    op.create_check_constraint(
        op.f("ck_class_session_counted"), "class_session", "booked >= 0 and held >= 0"
    )
    op.create_check_constraint(
        op.f("ck_class_session_places"), "class_session", "booked + held <= capacity"
    )
    for table, name, column, before, added in VALUES:
        _allow(table, name, column, (*before, *added))


def _allow(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    words = ", ".join(f"'{value}'" for value in values)
    op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, f"{column} in ({words})")


def downgrade() -> None:
    op.execute(f"delete from delivery where notice_id in (select id from notice where {_LATER})")  # noqa: S608
    op.execute(f"delete from notice where {_LATER}")  # noqa: S608
    op.execute("update booking set via = 'promotion' where via in ('offer', 'claim')")
    op.execute("update booking set via = 'staff' where via in ('standing', 'trial', 'walk_in')")
    op.execute("update booking set via = 'app' where via = 'swap'")
    op.execute("update booking set attendance = 'none' where attendance = 'excused'")
    op.execute("update credit_move set reason = 'adjusted' where reason in ('penalty', 'excused')")
    for table, name, column, before, _added in VALUES:
        _allow(table, name, column, before)
    op.drop_constraint(op.f("ck_class_session_places"), "class_session", type_="check")
    op.drop_constraint(op.f("ck_class_session_counted"), "class_session", type_="check")
    op.create_check_constraint(
        op.f("ck_class_session_places"), "class_session", "booked between 0 and capacity"
    )
    op.drop_constraint(op.f("ck_class_type_drop_in"), "class_type", type_="check")
    op.drop_index(
        "ix_waitlist_entry_offered",
        table_name="waitlist_entry",
        postgresql_where=sa.text("offer_until is not null and state = 'waiting'"),
    )
    op.drop_column("waitlist_entry", "release_id")
    op.drop_column("waitlist_entry", "claim_told_at")
    op.drop_column("waitlist_entry", "offer_until")
    op.drop_column("waitlist_entry", "offered_at")
    op.drop_column("waitlist_entry", "notice_minutes")
    op.drop_column("subscription", "open_limit")
    op.drop_column("subscription", "day_limit")
    op.drop_column("subscription", "location_ids")
    op.drop_column("role_grant", "ward_ids")
    op.drop_column("plan", "overrides")
    op.drop_column("plan", "open_limit")
    op.drop_column("plan", "day_limit")
    op.drop_column("plan", "location_ids")
    op.add_column(
        "class_type",
        sa.Column("opens_days", sa.Integer(), nullable=False, server_default=sa.text("7")),
    )
    op.alter_column("class_type", "opens_days", server_default=None)
    op.execute("update class_type set opens_days = coalesce((policy->>'opens_days')::int, 7)")
    op.add_column(
        "class_type",
        sa.Column("closes_minutes", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.alter_column("class_type", "closes_minutes", server_default=None)
    op.execute(
        "update class_type set closes_minutes = coalesce((policy->>'closes_minutes')::int, 0)"
    )
    op.add_column(
        "class_type",
        sa.Column(
            "cancel_cutoff_minutes", sa.Integer(), nullable=False, server_default=sa.text("360")
        ),
    )
    op.alter_column("class_type", "cancel_cutoff_minutes", server_default=None)
    op.execute(
        "update class_type set cancel_cutoff_minutes = coalesce((policy->>'cancel_cutoff_minutes')::int, 360)"
    )
    op.add_column(
        "class_type",
        sa.Column("waitlist_limit", sa.Integer(), nullable=False, server_default=sa.text("10")),
    )
    op.alter_column("class_type", "waitlist_limit", server_default=None)
    op.execute(
        "update class_type set waitlist_limit = coalesce((policy->>'waitlist_limit')::int, 10)"
    )
    op.drop_column("reminder_choice", "evening_before")
    op.drop_column("member", "is_seen_by_members")
    op.drop_column("class_type", "drop_in_agorot")
    op.drop_column("class_type", "required_forms")
    op.drop_column("class_type", "policy")
    op.drop_constraint(
        op.f("fk_class_session_slot_id_timetable_slot"), "class_session", type_="foreignkey"
    )
    op.drop_index(
        "uq_class_session_slot",
        table_name="class_session",
        postgresql_where=sa.text("slot_id is not null"),
    )
    op.drop_column("class_session", "revision")
    op.drop_column("class_session", "is_exception")
    op.drop_column("class_session", "cancel_batch_id")
    op.drop_column("class_session", "slot_on")
    op.drop_column("class_session", "slot_id")
    op.drop_column("class_session", "held")
    op.drop_column("booking", "release_id")
    op.drop_column("booking", "standing_id")
    op.drop_column("booking", "swapped_from_id")
    op.drop_index("uq_substitute_decline", table_name="substitute_decline")
    op.drop_index(op.f("ix_substitute_decline_staff_id"), table_name="substitute_decline")
    op.drop_index(op.f("ix_substitute_decline_org_id"), table_name="substitute_decline")
    op.drop_table("substitute_decline")
    op.drop_index(
        "uq_penalty_offence", table_name="penalty", postgresql_where=sa.text("not is_void")
    )
    op.drop_index(op.f("ix_penalty_subscription_id"), table_name="penalty")
    op.drop_index(op.f("ix_penalty_session_id"), table_name="penalty")
    op.drop_index(op.f("ix_penalty_org_id"), table_name="penalty")
    op.drop_index("ix_penalty_member", table_name="penalty")
    op.drop_index(
        "ix_penalty_disputed", table_name="penalty", postgresql_where=sa.text("state = 'disputed'")
    )
    op.drop_table("penalty")
    op.drop_index(
        "uq_substitute_request_open",
        table_name="substitute_request",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_substitute_request_session", table_name="substitute_request")
    op.drop_index(op.f("ix_substitute_request_org_id"), table_name="substitute_request")
    op.drop_index(op.f("ix_substitute_request_asked_of"), table_name="substitute_request")
    op.drop_index(op.f("ix_substitute_request_asked_by"), table_name="substitute_request")
    op.drop_index(op.f("ix_substitute_request_accepted_by"), table_name="substitute_request")
    op.drop_table("substitute_request")
    op.drop_index("uq_standing_try", table_name="standing_try")
    op.drop_index(op.f("ix_standing_try_session_id"), table_name="standing_try")
    op.drop_index(op.f("ix_standing_try_org_id"), table_name="standing_try")
    op.drop_table("standing_try")
    op.drop_index(op.f("ix_guest_place_subscription_id"), table_name="guest_place")
    op.drop_index(
        "ix_guest_place_session",
        table_name="guest_place",
        postgresql_where=sa.text("status = 'booked'"),
    )
    op.drop_index(op.f("ix_guest_place_org_id"), table_name="guest_place")
    op.drop_index("ix_guest_place_member", table_name="guest_place")
    op.drop_table("guest_place")
    op.drop_index(
        "uq_standing_booking_live",
        table_name="standing_booking",
        postgresql_where=sa.text("ended_at is null"),
    )
    op.drop_index(op.f("ix_standing_booking_org_id"), table_name="standing_booking")
    op.drop_index(op.f("ix_standing_booking_member_id"), table_name="standing_booking")
    op.drop_table("standing_booking")
    op.drop_index(op.f("ix_subscription_freeze_subscription_id"), table_name="subscription_freeze")
    op.drop_index(op.f("ix_subscription_freeze_org_id"), table_name="subscription_freeze")
    op.drop_index(op.f("ix_subscription_freeze_member_id"), table_name="subscription_freeze")
    op.drop_table("subscription_freeze")
    op.drop_index(op.f("ix_calendar_key_gym_id"), table_name="calendar_key")
    op.drop_index(op.f("ix_calendar_key_feed_id"), table_name="calendar_key")
    op.drop_table("calendar_key")
    op.drop_index("ix_timetable_slot_week", table_name="timetable_slot")
    op.drop_index(op.f("ix_timetable_slot_room_id"), table_name="timetable_slot")
    op.drop_index(op.f("ix_timetable_slot_org_id"), table_name="timetable_slot")
    op.drop_index(op.f("ix_timetable_slot_location_id"), table_name="timetable_slot")
    op.drop_index(op.f("ix_timetable_slot_coach_id"), table_name="timetable_slot")
    op.drop_index(op.f("ix_timetable_slot_class_type_id"), table_name="timetable_slot")
    op.drop_table("timetable_slot")
    op.drop_index(op.f("ix_member_form_org_id"), table_name="member_form")
    op.drop_index(
        "ix_member_form_on_file",
        table_name="member_form",
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.drop_table("member_form")
    op.drop_index(op.f("ix_kiosk_key_kiosk_id"), table_name="kiosk_key")
    op.drop_index(op.f("ix_kiosk_key_gym_id"), table_name="kiosk_key")
    op.drop_table("kiosk_key")
    op.drop_index(
        "uq_calendar_feed_staff",
        table_name="calendar_feed",
        postgresql_where=sa.text("revoked_at is null and staff_id is not null"),
    )
    op.drop_index(
        "uq_calendar_feed_member",
        table_name="calendar_feed",
        postgresql_where=sa.text("revoked_at is null and member_id is not null"),
    )
    op.drop_index(op.f("ix_calendar_feed_org_id"), table_name="calendar_feed")
    op.drop_table("calendar_feed")
    op.drop_index(op.f("ix_kiosk_org_id"), table_name="kiosk")
    op.drop_index(op.f("ix_kiosk_location_id"), table_name="kiosk")
    op.drop_index("ix_kiosk_in_use", table_name="kiosk")
    op.drop_table("kiosk")
    op.drop_index("uq_closure_key", table_name="closure", postgresql_where=sa.text("key <> ''"))
    op.drop_index(op.f("ix_closure_org_id"), table_name="closure")
    op.drop_index(op.f("ix_closure_location_id"), table_name="closure")
    op.drop_index("ix_closure_day", table_name="closure")
    op.drop_table("closure")
    op.drop_index(op.f("ix_timetable_batch_org_id"), table_name="timetable_batch")
    op.drop_table("timetable_batch")
    op.drop_index("uq_penalty_rules_version", table_name="penalty_rules")
    op.drop_index(op.f("ix_penalty_rules_org_id"), table_name="penalty_rules")
    op.drop_table("penalty_rules")
