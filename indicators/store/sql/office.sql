-- name: put_method
INSERT INTO method_setting VALUES (?, ?, ?, ?, ?, ?);

-- name: method
SELECT name, value FROM method_setting
WHERE recorded_at <= coalesce(CAST(? AS TIMESTAMP), TIMESTAMP '9999-12-31')
QUALIFY row_number() OVER (PARTITION BY name ORDER BY change DESC) = 1 AND value IS NOT NULL
ORDER BY name;

-- name: method_history
SELECT name, value, reason, recorded_by, recorded_at FROM method_setting ORDER BY change, name;

-- name: indicator_key
SELECT arg_max(indicator, version) FROM indicator_code WHERE code = ?;

-- name: area_known
SELECT count(*) FROM current_area WHERE area = ?;

-- name: put_judgement
INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: put_applicability
INSERT INTO applicability VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: judgements
SELECT CAST(j.judgement AS VARCHAR), i.code, i.name, a.path, j.year, j.plan, j.target_set, j.verdict, j.evidence, j.file,
    j.sha256, j.size, j.recorded_by, j.recorded_at, r.record IS NOT NULL, r.recorded_by, r.reason
FROM judgement j
LEFT JOIN known_indicator i ON i.indicator = j.indicator
LEFT JOIN current_area a ON a.area = j.area
LEFT JOIN retraction r ON r.record = j.judgement
WHERE (CAST(? AS BIGINT) IS NULL OR j.indicator = ?) AND (CAST(? AS BIGINT) IS NULL OR j.area = ?)
    AND (CAST(? AS UUID) IS NULL OR j.judgement = ?)
ORDER BY j.judgement DESC;

-- name: applicabilities
SELECT CAST(j.answer AS VARCHAR), i.code, i.name, a.path, j.year, j.plan, j.target_set, j.applies, j.reason,
    j.recorded_by, j.recorded_at, r.record IS NOT NULL, r.recorded_by, r.reason
FROM applicability j
LEFT JOIN known_indicator i ON i.indicator = j.indicator
LEFT JOIN current_area a ON a.area = j.area
LEFT JOIN retraction r ON r.record = j.answer
WHERE (CAST(? AS BIGINT) IS NULL OR j.indicator = ?) AND (CAST(? AS BIGINT) IS NULL OR j.area = ?)
    AND (CAST(? AS UUID) IS NULL OR j.answer = ?)
ORDER BY j.answer DESC;

-- name: evidence
SELECT j.file, f.bytes FROM judgement j JOIN file_bytes f USING (sha256) WHERE j.judgement = CAST(? AS UUID);

-- name: store_bytes
INSERT INTO file_bytes
SELECT n.sha256, n.bytes, n.recorded_at
FROM (SELECT ? AS sha256, CAST(? AS BLOB) AS bytes, CAST(? AS TIMESTAMP) AS recorded_at) n
ANTI JOIN file_bytes USING (sha256);

-- name: retract
INSERT INTO retraction VALUES (?, CAST(? AS UUID), ?, ?, ?);

-- name: data_version
SELECT max(change) FROM journal;

-- name: catalog_version
SELECT max(version) FROM catalog_version;

-- name: put_published
INSERT INTO published VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: put_verdicts
INSERT INTO published_verdict BY NAME SELECT CAST(? AS UUID) AS result, * FROM incoming_verdict;

-- name: published
SELECT CAST(p.result AS VARCHAR), p.title, p.year, a.path, p.below, CAST(p.data_version AS VARCHAR), p.catalog_version,
    p.settings, p.app_version, p.recorded_by, p.recorded_at, coalesce(v.verdicts, 0)
FROM published p
LEFT JOIN current_area a USING (area)
LEFT JOIN (SELECT result, count(*) AS verdicts FROM published_verdict GROUP BY result) v USING (result)
WHERE CAST(? AS UUID) IS NULL OR p.result = ?
ORDER BY p.result DESC;

-- name: verdicts
SELECT assessment FROM published_verdict WHERE result = CAST(? AS UUID) ORDER BY rec;
