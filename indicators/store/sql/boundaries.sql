-- name: put_file
INSERT INTO boundary_file VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: put_shapes
INSERT INTO boundary SELECT CAST(? AS UUID), area, shape FROM incoming_boundary;

-- name: current
SELECT a.path, b.shape
FROM boundary b
JOIN current_area a USING (area)
ANTI JOIN retraction r ON r.record = b.boundaries
QUALIFY row_number() OVER (PARTITION BY b.area ORDER BY b.boundaries DESC) = 1
ORDER BY a.ordinal, a.path;

-- name: files
SELECT CAST(f.boundaries AS VARCHAR), f.file, f.size, f.areas, f.recorded_by, f.recorded_at,
    r.record IS NOT NULL, r.recorded_by, r.reason
FROM boundary_file f
LEFT JOIN retraction r ON r.record = f.boundaries
WHERE CAST($number AS UUID) IS NULL OR f.boundaries = CAST($number AS UUID)
ORDER BY f.boundaries DESC;

-- name: bytes
SELECT f.file, b.bytes FROM boundary_file f JOIN file_bytes b USING (sha256) WHERE f.boundaries = CAST(? AS UUID);

-- name: areas
SELECT area, path FROM current_area;
