"""One running server with accounts for all tries; each try leaves it as it was."""

import pytest
from door_kit import Browser, Server, make_store
from hostile_kit import add_people


def pytest_collection_modifyitems(items):
    for item in items:
        if "hostile" in item.path.parts and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(240))


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """`twoplans serve` on a small district with an account of every role."""
    home = tmp_path_factory.mktemp("hostile")
    made = Server(add_people(make_store(home / "district.duckdb")), home)
    yield made
    made.stop()


@pytest.fixture
def browser(server):
    """A browser without an account."""
    return Browser(server)


@pytest.fixture
def inside(server):
    """A browser in which a leader is signed in: may read, may not write."""
    made = Browser(server)
    assert made.sign_in("leader").status == 303
    return made
