"""A lake whose PostgreSQL asks for a password: it works however it is given, and stands nowhere."""

import contextlib
import io
import json
import os
import subprocess
import sys
import time
import traceback
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from store_kit import COUNTY, figures, fill
from test_move import content

from indicators.store import Store, StoreError, opening
from indicators.store.errors import CatalogRefused
from indicators.store.lake_opening import attach
from indicators.store.move import move
from indicators.store.places import lake_of
from tests.door_kit import free_port
from tests.lake_kit import Cluster, lacking

ROOT = Path(__file__).resolve().parents[2]
CORE = "Zk4veilchen9"
PASSWORD = f"p@s'w \\{CORE}:/%?#"
"""With everything that a URL, libpq's keywords and SQL take for something else."""

HBA = "host all twoplans 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def guarded():
    """A PostgreSQL that lets the user `office` in by password only."""
    if why := lacking():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no lake here: {why}")
    cluster = Cluster.make()
    cluster.keep_until(os.getpid())
    told = PASSWORD.replace("'", "''")
    cluster.sql("SET password_encryption = 'scram-sha-256'")
    cluster.sql(f"CREATE ROLE office LOGIN PASSWORD '{told}'")
    (cluster.data / "pg_hba.conf").write_text(HBA)
    cluster.restart()
    yield cluster
    cluster.remove()


class Guarded:
    """One database of it, and the ways to name it."""

    def __init__(self, cluster, folder, name):
        cluster.sql(f"CREATE DATABASE {name} OWNER office")
        self.cluster, self.name, self.folder = cluster, name, folder
        self.data = folder / f"data-{name}"
        self.data.mkdir()
        self.open = f"host=127.0.0.1 port={cluster.port} user=office dbname={name}"

    def url(self, password=PASSWORD):
        where = f"127.0.0.1:{self.cluster.port}/{self.name}"
        return f"ducklake:postgres:postgresql://office:{quote(password, safe='')}@{where}"

    def keywords(self, password=PASSWORD):
        told = password.replace("\\", "\\\\").replace("'", "\\'")
        return f"ducklake:postgres:{self.open} password='{told}'"

    def bare(self):
        return f"ducklake:postgres:{self.open}"

    def passfile(self):
        """libpq's own file: a colon and a backslash in it are written with a backslash before."""
        path = self.folder / "passes" / "pgpass"
        path.parent.mkdir(exist_ok=True)
        told = PASSWORD.replace("\\", "\\\\").replace(":", "\\:")
        path.write_text(f"127.0.0.1:{self.cluster.port}:*:office:{told}\n")
        path.chmod(0o600)
        return path


def named(guarded, way, patch):
    """The database's name in one of the ways to give the password."""
    if way == "PGPASSWORD":
        patch.setenv("PGPASSWORD", PASSWORD)
    if way == "PGPASSFILE":
        patch.setenv("PGPASSFILE", str(guarded.passfile()))
    if way == "passfile=":
        return f"{guarded.bare()} passfile={guarded.passfile()}"
    return {"url": guarded.url, "keywords": guarded.keywords}.get(way, guarded.bare)()


@pytest.fixture
def place(guarded, tmp_path):
    return Guarded(guarded, tmp_path, f"g{os.urandom(4).hex()}")


@pytest.fixture
def source(tmp_path):
    with Store.create(tmp_path / "s.duckdb") as store:
        fill(store).accept(figures(("T1", COUNTY, 2024, 81.5)), file="a.csv", data=b"a", by="张")
    return tmp_path / "s.duckdb"


def leaks(folder):
    """The files below a folder, and the parts of archives, in which the password stands."""
    found = []
    for path in (item for item in folder.rglob("*") if item.is_file()):
        if path.parent.name == "passes":
            continue
        data = path.read_bytes()
        parts = [(path.name, data)]
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as file:
            parts += [(f"{path.name}/{name}", file.read(name)) for name in file.namelist()]
        found += [name for name, part in parts if CORE.encode() in part]
    return found


def in_the_lake(store):
    """What the lake's own tables hold, and what DuckDB says of what it has open."""
    cursor = store.cursor()
    tables = [name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    held = [cursor.execute(f'SELECT * FROM "{name}"').fetchall() for name in content(store) if name in tables]
    lists = ("duckdb_databases()", "duckdb_secrets()", "duckdb_settings()")
    return str([held, *(cursor.execute(f"SELECT * FROM {name}").fetchall() for name in lists)])


@pytest.mark.parametrize("way", ["url", "keywords", "PGPASSWORD", "PGPASSFILE", "passfile="])
def test_a_store_moves_in_and_a_backup_comes_out(place, source, tmp_path, monkeypatch, way):
    lake = lake_of(named(place, way, monkeypatch), str(place.data))
    move(source, lake, by="王")
    with Store.open(lake) as store:
        store.accept(figures(("T2", COUNTY, 2024, 5)), file="n.csv", data=b"n", by="x")
        made = store.backup(tmp_path / "b.zip")
        assert CORE not in in_the_lake(store)
        assert CORE not in str(made.manifest)
    catalogue = place.cluster.sql("SELECT * FROM ducklake_metadata", database=place.name)
    assert CORE not in str(catalogue)
    assert CORE not in opening.shown(lake)
    assert leaks(tmp_path) == []


def refused(work):
    """What a person would read, a program's log with it, where it is refused."""
    with pytest.raises(StoreError) as caught:
        work()
    return caught.value, "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("way", ["url", "keywords"])
def test_a_wrong_password_is_a_sentence_without_it(place, way):
    wrong = PASSWORD + "wrong"
    error, told = refused(lambda: Store.create(lake_of(getattr(place, way)(wrong), str(place.data))))
    assert isinstance(error, CatalogRefused)
    assert CORE not in told


def test_a_catalogue_that_goes_away_is_a_sentence_without_it(place):
    lake = lake_of(place.url(), str(place.data))
    with Store.create(lake) as store:
        fill(store)
    store = Store(attach(lake))
    place.cluster.sql("ALTER ROLE office PASSWORD 'another'")
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{place.name}'"
    try:
        place.cluster.sql(cut)
        _, told = refused(lambda: store.put_setting("a", "1"))
        assert CORE not in told
        _, told = refused(store.current)
        assert CORE not in told
    finally:
        again = PASSWORD.replace("'", "''")
        place.cluster.sql(f"ALTER ROLE office PASSWORD '{again}'")
    store.put_setting("a", "1")
    store.close()


def test_commands_and_a_server_work_and_say_nothing_of_it(place, source, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    env = os.environ | {"TWOPLANS_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    base = [sys.executable, "-m", "dashboard.cli"]

    def command(*words, code=0, **more):
        done = subprocess.run(
            [*base, *map(str, words)], env=env | more, cwd=tmp_path, capture_output=True, check=False,
            text=True, encoding="utf-8", timeout=280,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        assert CORE not in done.stdout + done.stderr
        return done.stdout

    there = {"TWOPLANS_STORE": place.url()}
    told = command("move", "--store", source, "--to", place.url(), "--data-path", place.data, "--json")
    assert json.loads(told.splitlines()[0])["to"] == lake_of(place.url()).shown
    command("backup", "--out", tmp_path / "b.zip", "--store", place.keywords())
    port = free_port()
    with (tmp_path / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*base, "serve", "--no-browser", "--port", str(port)], env=env | there, cwd=home,
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        pages = [answer(server, port, path) for path in ("health", "", "no-such-page")]
        assert all(pages)
        assert all(CORE not in page for page in pages)
        assert CORE not in Path(f"/proc/{server.pid}/cmdline").read_text()
        command("backup", "--out", tmp_path / "c.zip", **there)
    finally:
        server.terminate()
        server.wait(30)
    command("backup", code=1, TWOPLANS_STORE=place.url(PASSWORD + "wrong"))
    assert leaks(tmp_path) == []


def answer(server, port, path):
    for _ in range(480):
        assert server.poll() is None
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=30) as got:
                return got.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.read().decode(errors="replace") or "none"
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the server did not answer")
