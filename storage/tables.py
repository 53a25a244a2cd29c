"""The tables of the system of record; each index is here for a list somebody looks at."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.columns import SERIAL, Instant

metadata = MetaData()

claims = Table(
    "claims",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=False),
    Column("org", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("started", Boolean, nullable=False),
    # Folded for search; the names as typed are in the document.
    Column("customer_name", Text, nullable=False),
    Column("claim_name", Text, nullable=False),
    Column("tenant_id", Text),
    Column("due_at", Instant, nullable=False),
    # Counts down from zero as claims are made, so that one index has the soonest, then the newest.
    Column("newest", BigInteger, nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("added_at", Instant),
    Column("changed_at", Instant, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_claims_owner", "org", "owner", "due_at", "newest", "status", "started"),
    Index("ix_claims_due", "org", "due_at", "newest", "status", "started"),
    Index("ix_claims_submitted", "org", "status", "submitted_at", "id"),
    Index("ix_claims_queue", "status", "submitted_at", "id"),
    # A search looks at every name of an organisation: this spares it the documents.
    Index("ix_claims_names", "org", "customer_name", "claim_name", "id"),
    Index("ix_claims_tenant", "org", "tenant_id", "added_at"),
    Index("ix_claims_added", "org", "added_at"),
)


def claim_id(*, primary_key: bool = False) -> Column[int]:
    """Give a column that points to a claim."""
    claim = ForeignKey("claims.id")
    return Column(
        "claim_id", BigInteger, claim, primary_key=primary_key, autoincrement=False, nullable=False
    )


#: The uniqueness rule of live claims, held by the database itself.
claim_holds = Table(
    "claim_holds",
    metadata,
    Column("org", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    claim_id(),
    Index("ix_claim_holds_claim", "claim_id"),
)

deadlines = Table(
    "deadlines",
    metadata,
    claim_id(primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("org", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_deadlines_at", "at"),
)

history = Table(
    "history",
    metadata,
    Column("id", SERIAL, primary_key=True),
    claim_id(),
    Column("org", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("event", Text, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_history_claim", "claim_id", "id"),
)

# PostgreSQL's indexes are made as partial by the migrations too; to say so here would load its
# dialect at every start.
waiting = text("done_at IS NULL AND parked_at IS NULL")
set_aside = text("parked_at IS NOT NULL")

outbox = Table(
    "outbox",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("claim_id", BigInteger, nullable=False),
    Column("org", Text, nullable=False),
    # Whom a notice is for, as "tenant:object"; lets it be found when the person is back.
    Column("recipient", Text),
    Column("payload", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("leased_by", Text),
    Column("leased_until", Instant),
    Column("done_at", Instant),
    Column("parked_at", Instant),
    Column("error", Text),
    UniqueConstraint("key", name="uq_outbox_key"),
    Index("ix_outbox_due", "not_before", "id", sqlite_where=waiting),
    Index("ix_outbox_parked", "recipient", sqlite_where=set_aside),
)

answered = Table(
    "answered",
    metadata,
    Column("key", Text, primary_key=True),
    Column("result", Text, nullable=False),
    Column("message_ids", Text),
    Column("created_at", Instant, nullable=False),
    Index("ix_answered_created", "created_at"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("key", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
)

conversation_references = Table(
    "conversation_references",
    metadata,
    Column("tenant_id", Text, primary_key=True),
    Column("object_id", Text, primary_key=True),
    Column("document", Text, nullable=False),
)

consent_links = Table(
    "consent_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    claim_id(),
    Column("org", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Index("ix_consent_links_claim", "claim_id", "created_at"),
)

status_cards = Table(
    "status_cards",
    metadata,
    claim_id(primary_key=True),
    Column("object_id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("message_id", Text, nullable=False),
)

#: Questions nothing was known about: no person, no conversation, no time of day.
open_questions = Table(
    "open_questions",
    metadata,
    Column("language", Text, primary_key=True),
    Column("text", Text, primary_key=True),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("count", Integer, nullable=False),
    Index("ix_open_questions_count", "count"),
    Index("ix_open_questions_last", "last_on"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
