-- name: all
SELECT a.code, a.name, a.path, a.level, p.code, a.kind
FROM current_area a LEFT JOIN current_area p ON p.area = a.parent
ORDER BY a.ordinal, a.path;

-- name: known
SELECT area, path, code, name, parent, level, kind, ordinal FROM current_area;

-- name: insert
INSERT INTO area BY NAME SELECT CAST(? AS UUID) AS change, CAST(? AS TIMESTAMP) AS recorded_at, * FROM incoming;
