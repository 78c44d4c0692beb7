"""Tables whose rows the database itself refuses to change or delete.

A row may only lose personal words: a column named in `erasable` may become ERASED, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

ERASED = "(erased)"


def append_only(table: str, columns: Sequence[str], erasable: Sequence[str] = ()) -> Callable[[Any, Any], None]:
    """A migration's step that makes a table append-only. `columns` are all its columns."""

    def step(apps: Any, schema_editor: Any) -> None:
        kept = [f'NEW."{c}" IS NOT DISTINCT FROM OLD."{c}"' for c in columns if c not in erasable]
        erased = [f'(NEW."{c}" = OLD."{c}" OR NEW."{c}" = \'{ERASED}\')' for c in erasable]
        may = " AND ".join(kept + erased)
        if schema_editor.connection.vendor == "postgresql":
            _postgresql(schema_editor, table, may if erasable else "FALSE")
        else:
            _sqlite(schema_editor, table, may if erasable else "0")

    return step


def _postgresql(schema_editor: Any, table: str, may: str) -> None:
    schema_editor.execute(
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' THEN IF {may} THEN RETURN NEW; END IF; END IF; "
        f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        params=None,
    )
    schema_editor.execute(
        f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
        params=None,
    )


def _sqlite(schema_editor: Any, table: str, may: str) -> None:
    told = f"SELECT RAISE(ABORT, '{table} is append-only')"
    for name, when in (("update", f"UPDATE ON {table} WHEN NOT ({may})"), ("delete", f"DELETE ON {table}")):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{name}", params=None)
        schema_editor.execute(f"CREATE TRIGGER {table}_no_{name} BEFORE {when} BEGIN {told}; END", params=None)
