-- name: insert
INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: head
SELECT max(number), arg_max(hash, number) FROM audit;

-- name: uncovered
SELECT CAST(j.change AS VARCHAR), j.kind, j.ref, j.recorded_at, j.recorded_by
FROM journal j ANTI JOIN audit a ON a.change = j.change
ORDER BY ALL;

-- name: entries
SELECT number, change, recorded_at, login, name, role, origin, kind, ref, before, after, previous, hash
FROM audit
WHERE ($since IS NULL OR recorded_at >= $since)
    AND ($until IS NULL OR recorded_at < $until)
    AND ($by IS NULL OR login = $by OR name = $by)
    AND ($kinds IS NULL OR list_contains($kinds, kind))
ORDER BY number DESC
LIMIT $limit OFFSET $skip;

-- name: count
SELECT count(*) FROM audit
WHERE ($since IS NULL OR recorded_at >= $since)
    AND ($until IS NULL OR recorded_at < $until)
    AND ($by IS NULL OR login = $by OR name = $by)
    AND ($kinds IS NULL OR list_contains($kinds, kind));

-- name: people
SELECT DISTINCT name FROM audit WHERE name <> '' ORDER BY name;

-- name: kinds
SELECT kind, count(*) FROM audit GROUP BY kind ORDER BY kind;

-- name: chain
SELECT number, change, recorded_at, login, name, role, origin, kind, ref, before, after, previous, hash
FROM audit ORDER BY number NULLS FIRST, hash;

-- name: followers
SELECT number, change, recorded_at, login, name, role, origin, kind, ref, before, after, previous, hash
FROM audit WHERE previous = ?;

-- name: differing
SELECT a.number FROM audit a LEFT JOIN journal j ON j.change = a.change
WHERE a.change IS NOT NULL AND (j.change IS NULL OR j.kind IS DISTINCT FROM a.kind
    OR j.ref IS DISTINCT FROM a.ref OR j.recorded_at IS DISTINCT FROM a.recorded_at
    OR (j.recorded_by <> '' AND j.recorded_by IS DISTINCT FROM a.name))
ORDER BY a.number LIMIT 1;
