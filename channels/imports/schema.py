"""Files being imported, row by row: what was uploaded, what was understood of it, and what became of each row."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Identity, Index, Integer, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from tracking.store.schema import Instant, metadata

import_job = Table(
    "import_job",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("state", Text, nullable=False, comment="reading, checking, ready, running, done or failed"),
    Column("source", Text, nullable=False, comment="the older system; with a row's own id it names an item"),
    Column("file_name", Text, nullable=False),
    Column("file", LargeBinary, comment="sealed, until it is read"),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("headings", JSONB, nullable=False, server_default="[]"),
    Column("mapping", JSONB, nullable=False, server_default="{}", comment="field to column"),
    Column("told", JSONB, nullable=False, server_default="{}", comment="what a person said of the columns"),
    Column("with_open", Boolean, nullable=False, comment="rows without a closing time may come in and are dispatched"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("error", JSONB, comment="why the file or its mapping cannot be used"),
    Column("finished_at", Instant),
    Index("ix_import_job_state", "state"),
)

import_row = Table(
    "import_row",
    metadata,
    Column("job", BigInteger, ForeignKey("import_job.id", ondelete="CASCADE"), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False, comment="of the table, the headings being line 1"),
    Column("cells", LargeBinary, comment="sealed; erased when the row is taken"),
    Column("state", Text, nullable=False, comment="new, good, refused, taken or again"),
    Column("external_id", Text),
    Column("number", Text),
    Column("flaws", JSONB, nullable=False, server_default="[]"),
    Index("ix_import_row_state", "job", "state", "line"),
)
