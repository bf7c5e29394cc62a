-- name: newest
SELECT version, sha256 FROM current_catalog;

-- name: first_keys
SELECT code, arg_min(indicator, version) FROM indicator GROUP BY code;

-- name: areas
SELECT area, path, name FROM current_area;

-- name: insert_version
INSERT INTO catalog_version VALUES (?, ?, ?, ?, ?);

-- name: insert_indicators
INSERT INTO indicator BY NAME SELECT CAST(? AS INTEGER) AS version, * FROM incoming_indicator;

-- name: insert_codes
INSERT INTO indicator_code BY NAME SELECT CAST(? AS INTEGER) AS version, * FROM incoming_code;

-- name: insert_targets
INSERT INTO target BY NAME SELECT CAST(? AS INTEGER) AS version, * FROM incoming_target;

-- name: insert_milestones
INSERT INTO milestone BY NAME SELECT CAST(? AS INTEGER) AS version, * FROM incoming_milestone;

-- name: definitions
SELECT definition FROM current_indicator
QUALIFY row_number() OVER (PARTITION BY indicator ORDER BY ordinal, plan) = 1
ORDER BY ordinal;

-- name: own
SELECT any_value(definition) FROM current_indicator WHERE origin = 'goals'
GROUP BY indicator ORDER BY min(ordinal);

-- name: versions
SELECT version, source, sha256, recorded_at, recorded_by FROM catalog_version ORDER BY version;
