-- name: columns
SELECT c.table_name, c.column_name, c.data_type
FROM duckdb_columns() c
SEMI JOIN (FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main' AND NOT temporary) t
    ON t.table_name = c.table_name
WHERE c.database_name = current_database() AND c.schema_name = 'main'
ORDER BY c.table_name, c.column_index;

-- name: names
-- Every name that keys may have been hashed from.
SELECT DISTINCT 'area', area, path FROM area
UNION ALL SELECT DISTINCT 'indicator', indicator, code FROM indicator
UNION ALL SELECT DISTINCT 'unit', unit, name FROM unit
UNION ALL SELECT DISTINCT 'breakdown', breakdown, text FROM breakdown;
