"""Where a store is: what each way of writing a lake means, and what is said of a wrong one."""

import pytest

from indicators.store.errors import BadPlace
from indicators.store.places import is_lake, lake_of

SAME = [
    "ducklake:postgres:host=db.gov.cn port=5432 dbname=plans user=office",
    "ducklake:postgres: dbname = plans  host='db.gov.cn' user = 'office'",
    "ducklake:postgres:postgresql://office@db.gov.cn:5432/plans",
    "ducklake:postgres:postgres:/office@db.gov.cn/plans",  # as a path on the way left it
]


@pytest.mark.parametrize("text", SAME)
def test_every_way_of_writing_names_the_same_lake(text):
    lake = lake_of(text)
    assert dict(lake.keywords) | {"port": "5432"} == {
        "host": "db.gov.cn", "port": "5432", "dbname": "plans", "user": "office",
    }  # fmt: skip
    assert lake.name == lake_of(SAME[0]).name
    assert lake.name.startswith("plans-")


def test_a_password_is_used_and_never_shown():
    for text in (
        r"ducklake:postgres:host=h dbname=d password='a b\'c'",
        "ducklake:postgres:postgresql://u:a%20b'c@h/d",
    ):
        lake = lake_of(text)
        assert dict(lake.keywords)["password"] == "a b'c"
        assert r"password='a b\'c'" in lake.conninfo
        assert "a b" not in lake.shown
        assert lake_of(lake.shown).with_secrets(lake.secrets).conninfo == lake.conninfo


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ducklake:sqlite:a.db", "store_place_kind"),
        ("ducklake:postgres:host", "store_place_form"),
        ("ducklake:postgres:host=h dbname='d", "store_place_form"),
        ("ducklake:postgres:postgresql://h:x/d", "store_place_form"),
        ("ducklake:postgres:hots=h dbname=d", "store_place_keyword"),
        ("ducklake:postgres:host=h", "store_place_database"),
        ("ducklake:postgres:", "store_place_database"),
    ],
)
def test_what_is_written_wrong_is_told(text, code):
    assert is_lake(text)
    with pytest.raises(BadPlace) as caught:
        lake_of(text)
    assert caught.value.finding.code == code


def test_a_wrong_place_does_not_tell_the_password():
    with pytest.raises(BadPlace) as caught:
        lake_of("ducklake:postgres:host=h password=geheim dbname")
    assert "geheim" not in caught.value.finding.message
    with pytest.raises(BadPlace) as caught:
        lake_of("ducklake:mysql:mysql://u:geheim@h/d")
    assert "geheim" not in caught.value.finding.message


@pytest.mark.parametrize(
    ("given", "data"),
    [("/mnt/share/plans", "/mnt/share/plans/"), ("/mnt/x/", "/mnt/x/"), ("s3://bucket/a", "s3://bucket/a/"),
     ("s3://bucket", "s3://bucket/")],
)  # fmt: skip
def test_a_data_path_ends_with_a_slash(given, data):
    assert lake_of(SAME[0], given).data == data


@pytest.mark.parametrize("given", ["share/plans", "http://h/x", "s3:///x", "gs://b/x"])
def test_a_data_path_must_be_whole(given):
    with pytest.raises(BadPlace) as caught:
        lake_of(SAME[0], given)
    assert caught.value.finding.code == "store_place_data"


def test_a_file_is_no_lake():
    assert not is_lake("/home/x/district.duckdb")
    assert not is_lake(r"C:\ducklake\x.duckdb")
