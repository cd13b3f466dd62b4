"""What the database itself refuses: the ledger and the logs of reading only grow."""

APPEND_ONLY = (
    *("ledger", "day_root", "frozen_month", "identity_read", "access", "calendar_change", "knowledge_change"),
    *("account_change", "export_act"),
)

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def append_only(table: str) -> list[str]:
    """The statements that make a table append-only, for everyone and also for its owner."""
    return [
        f"CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ]
