-- name: settings
-- No try of DuckLake's own at a commit that another one overtook: what was read before it may be otherwise by
-- now, so the work itself is done again.
SET GLOBAL ducklake_max_retry_count = 0;
SET GLOBAL ducklake_default_data_inlining_row_limit = 200;
SET GLOBAL pg_pool_max_connections = 8;
SET GLOBAL temp_directory = '{spill}';

-- name: lockdown
-- Open stay: the catalogue attached above (DuckLake goes on making connections to it, no other database can be
-- attached), and files under the data path and the folder for backups.
SET GLOBAL allowed_directories = ['{data}', '{backups}'];
SET GLOBAL enable_external_access = false;
SET GLOBAL lock_configuration = true;

-- name: no_inlining
-- Bytes of files go into files of their own, however few.
CALL lake.set_option('data_inlining_row_limit', 0, table_name => 'file_bytes');

-- name: standing
SELECT (SELECT max(change) FROM journal), max(number), arg_max(hash, number),
    (SELECT max(schema_version) FROM store_meta)
FROM audit;

-- name: kind
-- Beside a snapshot stands what kind of write made it.
CALL lake.set_commit_message(?, ?);

-- name: made_it
SELECT count(*) FROM audit WHERE number = ? AND hash = ?;

-- name: flush
SELECT sum(rows_flushed) FROM ducklake_flush_inlined_data('lake', table_name => '{table}');

-- name: merge
SELECT sum(files_processed) FROM ducklake_merge_adjacent_files('lake');

-- name: expire
SELECT count(*) FROM ducklake_expire_snapshots('lake', older_than => now() - INTERVAL '{days} days');

-- name: clean
SELECT count(*) FROM ducklake_cleanup_old_files('lake', older_than => now() - INTERVAL '{days} days');

-- name: orphans
SELECT count(*) FROM ducklake_delete_orphaned_files('lake', older_than => now() - INTERVAL '{days} days');

-- name: rewrite
SELECT count(*) FROM ducklake_rewrite_data_files('lake', 'file_bytes', delete_threshold => 0);

-- name: snapshot
-- The snapshot that the transaction sees.
SELECT id FROM lake.current_snapshot();

-- name: bytes_out
-- What came before that setting leaves the catalogue, too.
CALL ducklake_flush_inlined_data('lake', table_name => 'file_bytes');
