"""A lake whose data files lie in S3: tried against a server on loopback, which TWOPLANS_TEST_S3 names.

moto_server -p 5599 &   (from `pip install 'moto[server,s3]'`, in an environment of its own)
TWOPLANS_TEST_S3=http://127.0.0.1:5599 pytest -m long tests/spec/test_lake_s3.py
"""

import os
import secrets
import urllib.request

import pytest
from store_kit import COUNTY, figures, fill

from indicators.store import Store
from indicators.store.move import move
from indicators.store.places import lake_of
from indicators.store.swap import restore_backup

ENDPOINT = os.environ.get("TWOPLANS_TEST_S3", "")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not ENDPOINT, reason="no S3 on loopback: TWOPLANS_TEST_S3 names none"),
]
SIGNED = "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request"


@pytest.fixture
def lake(lake_place, monkeypatch):
    bucket = f"b{secrets.token_hex(4)}"
    ask = urllib.request.Request(f"{ENDPOINT}/{bucket}", method="PUT", headers={"Authorization": SIGNED})
    urllib.request.urlopen(ask).close()
    monkeypatch.setenv("AWS_ENDPOINT_URL", ENDPOINT)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    return lake_of(lake_place.store, f"s3://{bucket}/two-plans")


def test_a_store_lives_in_s3(lake, tmp_path):
    with Store.create(tmp_path / "s.duckdb") as store:
        fill(store).accept(figures(("T1", COUNTY, 2024, 81.5)), file="a.csv", data=b"a", by="张")
    move(tmp_path / "s.duckdb", lake)
    many = figures(*[("T2", COUNTY, 1000 + year, year) for year in range(500)])
    with Store.open(lake) as store:
        store.accept(many, file="b.csv", data=b"b", by="张")
        files = store.cursor().execute("SELECT data_file FROM ducklake_list_files('lake', 'observation')")
        assert [name for (name,) in files.fetchall() if name.startswith("s3://")]
        made = store.backup(tmp_path / "b.zip")
    with Store.open(lake) as store:
        assert len(store.current()) == 501
        assert store.file_bytes(store.submissions()[0].id) == ("b.csv", b"b")
        assert store.audit.verify().whole
    restore_backup(made.path, tmp_path / "back.duckdb")
    with Store.open(tmp_path / "back.duckdb") as store:
        assert len(store.current()) == 501
