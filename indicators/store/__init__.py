"""The only door to DuckDB: append-only tables, views, migrations."""
