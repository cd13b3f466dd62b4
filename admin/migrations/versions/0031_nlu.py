"""what was made of a petition's words goes with the words"""

from alembic import op

revision = "0031_nlu"
down_revision = "0030_wording"
branch_labels = None
depends_on = None
# Whoever erases or changes words need not know who hashed them or learns from them.
_GOES_WITH_WORDS = """
CREATE FUNCTION goes_with_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM same_matter WHERE number = OLD.number;
    DELETE FROM correction WHERE number = OLD.number;
    RETURN NULL;
END $$;
CREATE TRIGGER goes_with_words AFTER DELETE OR UPDATE OF body ON text
    FOR EACH ROW WHEN (OLD.seq = 1 AND OLD.purpose = 'said') EXECUTE FUNCTION goes_with_words()
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_GOES_WITH_WORDS)


def downgrade() -> None:
    op.execute("DROP TRIGGER goes_with_words ON text")
    op.execute("DROP FUNCTION goes_with_words()")
