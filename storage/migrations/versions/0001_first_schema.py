"""The first schema."""

import sqlalchemy as sa
from alembic import op

from storage.columns import SERIAL, Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, and start claim numbers at 1001."""
    op.create_table(
        "answered",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("message_ids", sa.Text()),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_answered_created", "answered", ["created_at"])
    op.create_table(
        "claims",
        sa.Column("id", SERIAL, autoincrement=False, nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started", sa.Boolean(), nullable=False),
        sa.Column("customer_name", sa.Text(), nullable=False),
        sa.Column("claim_name", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text()),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("submitted_at", Instant(), nullable=False),
        sa.Column("added_at", Instant()),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_claims_added", "claims", ["org", "added_at"])
    op.create_index("ix_claims_due", "claims", ["org", "due_at", "newest", "status", "started"])
    op.create_index("ix_claims_names", "claims", ["org", "customer_name", "claim_name", "id"])
    op.create_index(
        "ix_claims_owner", "claims", ["org", "owner", "due_at", "newest", "status", "started"]
    )
    op.create_index("ix_claims_queue", "claims", ["status", "submitted_at", "id"])
    op.create_index("ix_claims_submitted", "claims", ["org", "status", "submitted_at", "id"])
    op.create_index("ix_claims_tenant", "claims", ["org", "tenant_id", "added_at"])
    op.create_table(
        "conversation_references",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "object_id"),
    )
    op.create_table(
        "conversations",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.BigInteger(), nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text()),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("leased_by", sa.Text()),
        sa.Column("leased_until", Instant()),
        sa.Column("done_at", Instant()),
        sa.Column("parked_at", Instant()),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["not_before", "id"],
        sqlite_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
    )
    op.create_index(
        "ix_outbox_parked",
        "outbox",
        ["recipient"],
        sqlite_where=sa.text("parked_at IS NOT NULL"),
        postgresql_where=sa.text("parked_at IS NOT NULL"),
    )
    op.create_table(
        "claim_holds",
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["claims.id"],
        ),
        sa.PrimaryKeyConstraint("org", "key"),
    )
    op.create_index("ix_claim_holds_claim", "claim_holds", ["claim_id"])
    op.create_table(
        "consent_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant()),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["claims.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("ix_consent_links_claim", "consent_links", ["claim_id", "created_at"])
    op.create_table(
        "deadlines",
        sa.Column("claim_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["claims.id"],
        ),
        sa.PrimaryKeyConstraint("claim_id", "kind"),
    )
    op.create_index("ix_deadlines_at", "deadlines", ["at"])
    op.create_table(
        "history",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("claim_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["claims.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_history_claim", "history", ["claim_id", "id"])
    op.create_table(
        "status_cards",
        sa.Column("claim_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["claims.id"],
        ),
        sa.PrimaryKeyConstraint("claim_id", "object_id"),
    )

    op.bulk_insert(
        sa.table("counters", sa.column("name", sa.String), sa.column("value", sa.BigInteger)),
        [{"name": "claim", "value": 1000}, {"name": "probe", "value": 0}],
    )


def downgrade() -> None:
    """Drop every table."""
    op.drop_table("status_cards")
    op.drop_table("history")
    op.drop_table("deadlines")
    op.drop_table("consent_links")
    op.drop_table("claim_holds")
    op.drop_table("outbox")
    op.drop_table("counters")
    op.drop_table("conversations")
    op.drop_table("conversation_references")
    op.drop_table("claims")
    op.drop_table("answered")
