-- name: tables
SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main';

-- name: version
SELECT max(schema_version) FROM store_meta;

-- name: views
SELECT views FROM store_meta ORDER BY recorded_at DESC LIMIT 1;

-- name: has_views
SELECT count(*) FROM duckdb_views() WHERE database_name = current_database() AND NOT internal;

-- name: record
INSERT INTO store_meta VALUES (?, ?, ?, ?);

-- name: last_change
SELECT max(change) FROM journal;

-- name: journal
INSERT INTO journal VALUES (?, ?, ?, ?, ?);
