"""A PostgreSQL of the tests' own on loopback, for the catalogues of lakes.

One cluster serves a whole run: the first worker that needs it makes it, and a keeper beside the run ends it
and removes its folder when the run is over, however it ended. A test that stops or restarts a catalogue takes
a cluster of its own (`own_cluster`), which writes to the disk as a real one does.
"""

import importlib.util
import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

USER = "twoplans"
EXTENSIONS = ("ducklake", "postgres_scanner", "httpfs")
HASTY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""For tests that never pull the plug: nothing waits for the disk."""
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "logging_collector": "off",
    "log_min_messages": "error",
}


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; None where there are none."""
    if told := os.environ.get("TWOPLANS_POSTGRES"):
        return Path(told)
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def lacking() -> str | None:
    """Why no lake can be made here, in one sentence; None where it can."""
    if os.name != "posix":
        return "the tests start PostgreSQL on Linux and macOS only"
    if programs() is None:
        return "no PostgreSQL here (apt install postgresql, or name its programs in TWOPLANS_POSTGRES)"
    wanted = (*(f"duckdb_extension_{name}" for name in EXTENSIONS), "psycopg")
    missing = [name for name in wanted if importlib.util.find_spec(name) is None]
    return f"not installed: {', '.join(missing)} (pip install 'two-plans[cluster]')" if missing else None


@dataclass
class Cluster:
    """A PostgreSQL in a folder, at a port of loopback; anyone of this computer may connect to it."""

    folder: Path
    port: int

    @classmethod
    def make(cls, *, fsync: bool = False) -> "Cluster":
        """Make a cluster in a new folder and start it; as `postgres` where root asks, whom it refuses."""
        cluster = cls(Path(tempfile.mkdtemp(prefix="twoplans-pg-")), 0)
        if owner := _owner():
            os.chown(cluster.folder, owner.pw_uid, owner.pw_gid)
        # Debian's own settings name UTF-8 by the locale, which a bare container lacks.
        cluster.run("initdb", "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync", "-N")
        settings = SETTINGS if fsync else SETTINGS | HASTY
        lines = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        with (cluster.data / "postgresql.conf").open("a") as file:
            file.write(lines)
        cluster.start()
        return cluster

    @property
    def data(self) -> Path:
        """The folder of its data."""
        return self.folder / "data"

    def run(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's programs on the folder, as the user that may."""
        owner = _owner()
        who = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
        command = [str(programs() / program), "-D", str(self.data), *words]
        done = subprocess.run(
            command, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, check=False, **who
        )
        assert done.returncode == 0, f"{program}: {done.stderr.decode()} {self.log()}"

    def start(self) -> None:
        """Start it, at the port that it had, or at a free one; another program may take that first."""
        for attempt in range(3):
            port = self.port or _free_port()
            # pg_ctl hands its standard error on to the server, and whoever reads it would wait for ever.
            words = ("-w", "-s", "-l", str(self.folder / "log"), "-o", f"-p {port}", "start")
            try:
                self.run("pg_ctl", *words)
            except AssertionError:
                if self.port or attempt == 2:
                    raise
            else:
                self.port = port
                return

    def stop(self, mode: str = "fast") -> None:
        """End it: `fast` breaks the connections off, `immediate` is as if it had crashed."""
        self.run("pg_ctl", "-w", "-s", "-m", mode, "stop")

    def restart(self, mode: str = "fast") -> None:
        """End it and start it again at the same port."""
        self.stop(mode)
        self.start()

    def remove(self) -> None:
        """End it where it runs, and remove its folder."""
        with suppress(AssertionError):
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        """What the server said."""
        with suppress(OSError):
            return (self.folder / "log").read_text(errors="replace")
        return ""

    def words(self, database: str) -> str:
        """The libpq keywords of a database in it."""
        return f"host=127.0.0.1 port={self.port} user={USER} dbname={database}"

    def sql(self, *statements: str, database: str = "postgres") -> list[tuple]:
        """Run statements, each on its own; the rows of the last, if it has rows."""
        import psycopg

        with psycopg.connect(self.words(database), autocommit=True) as held:
            for statement in statements:
                found = held.execute(statement)
            return found.fetchall() if found.description else []

    def keep_until(self, owner: int) -> None:
        """End and remove it when the process `owner` is gone, whatever became of it."""
        script = (
            'while kill -0 "$1" 2>/dev/null; do sleep 1; done; '
            'kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"; sleep 1; rm -rf "$2"'
        )
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = ["/bin/sh", "-c", script, "keeper", str(owner), str(self.folder)]
        subprocess.Popen(command, cwd="/", start_new_session=True, **quiet)


def _owner():
    """The user under whom PostgreSQL runs where this process may not: root's stand-in."""
    import pwd  # there is none on Windows

    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


@contextmanager
def own_cluster():
    """A cluster that writes to the disk, for one test alone."""
    cluster = Cluster.make(fsync=True)
    cluster.keep_until(os.getpid())
    try:
        yield cluster
    finally:
        cluster.remove()


class Unsealed:
    """DuckDB without a look at its extensions' signatures, which takes most of the time of opening a lake."""

    def __getattr__(self, name):
        import duckdb

        return getattr(duckdb, name)

    def connect(self, path, config):
        import duckdb

        return duckdb.connect(path, config=config | {"allow_unsigned_extensions": True})


@dataclass(frozen=True)
class LakePlace:
    """Where a lake is, or is to be: the catalogue as `--store` names it, and the folder of its data files."""

    store: str
    data_path: Path
    database: str
    cluster: Cluster


@contextmanager
def fresh_place(cluster, folder, template=None):
    """A new database in the cluster and a new folder for data files; the database goes afterwards."""
    name = f"t{secrets.token_hex(6)}"
    cluster.sql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    data = folder / f"lake-{name}"
    data.mkdir()
    try:
        yield LakePlace(f"ducklake:postgres:{cluster.words(name)}", data, name, cluster)
    finally:
        cluster.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def cluster_of_the_run(folder, first_to_make):
    """The run's cluster, made by whichever worker asks first; what it said where it could not be made."""
    told = folder / "told.json"
    if first_to_make(folder, told):
        try:
            made = Cluster.make()
            made.keep_until(os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid())
            said = {"folder": str(made.folder), "port": made.port}
        except Exception as error:
            said = {"trouble": repr(error)}
        part = told.with_suffix(".part")
        part.write_text(json.dumps(said))
        part.replace(told)
    said = json.loads(told.read_text())
    assert "trouble" not in said, f"PostgreSQL could not be started: {said['trouble']}"
    return Cluster(Path(said["folder"]), said["port"])
