"""Counts the questions nothing was known about."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table of open questions."""
    op.create_table(
        "open_questions",
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("language", "text"),
    )
    op.create_index("ix_open_questions_count", "open_questions", ["count"])
    op.create_index("ix_open_questions_last", "open_questions", ["last_on"])


def downgrade() -> None:
    """Drop the table of open questions."""
    op.drop_table("open_questions")
