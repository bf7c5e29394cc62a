"""Other ways in, on a server that speaks TLS: the own service of an organisation, a proxy, the first link."""

import datetime as dt
import http.client
import ipaddress
import re
import ssl
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from door_kit import GOOD, OTHER, Browser, Server, make_store
from oidc_kit import CLIENT, SECRET, Provider

from dashboard.auth.oidc import settings_of
from dashboard.auth.tls import certificate_text
from dashboard.messages import UserError
from indicators.model import Area, AreaLevel
from indicators.store import Store

pytestmark = pytest.mark.tenth(8)


def write_pair(folder, name="office", password=None):
    """A certificate of its own and its key, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2)).add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    cert, secret = folder / f"{name}.pem", folder / f"{name}.key"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    secret.write_bytes(key.private_bytes(*form))
    return cert, secret


@pytest.fixture(scope="module")
def provider():
    made = Provider()
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, provider):
    home = tmp_path_factory.mktemp("ways")
    store = make_store(home / "district.duckdb")
    with Store.open(store) as held:
        held.accounts.change("wang", subject="wang@office", by="测试")
    settings = home / "oidc.toml"
    told = {"issuer": provider.issuer, "client_id": CLIENT, "client_secret": SECRET, "name": "市统一认证"}
    settings.write_text("".join(f'{key} = "{value}"\n' for key, value in told.items()), encoding="utf-8")
    cert, key = write_pair(home)
    made = Server(
        store, home, "--tls-cert", str(cert), "--tls-key", str(key), "--oidc", str(settings),
        "--proxy-header", "X-Remote-User", "--trusted-proxy", "127.0.0.2", tls=cert,
    )  # fmt: skip
    yield made
    made.stop()


@pytest.fixture
def browser(server):
    return Browser(server)


@pytest.fixture(autouse=True)
def _honest(provider):
    provider.subject, provider.spoil, provider.wrong_key = "wang@office", {}, False


def test_under_tls_cookies_are_secure_and_the_browser_stays_with_it(browser):
    (cookie,) = [text for text in browser.sign_in("li").cookies if text.startswith("__Host-twoplans=")]
    assert "secure" in cookie.lower()
    assert "samesite=lax" in cookie.lower()  # coming back from the service is a visit from another site
    assert browser.get("/").headers["strict-transport-security"].startswith("max-age=")
    with closing(http.client.HTTPConnection("127.0.0.1", browser.server.port, timeout=10)) as plain:
        plain.request("GET", "/health")
        with pytest.raises((OSError, http.client.HTTPException)):
            plain.getresponse()


def test_commands_reach_a_server_that_speaks_tls(server):
    listed = server.cli("user", "list")
    assert listed.returncode == 0, listed.stderr
    assert "王芳" in listed.stdout


def by_service(browser, provider, after="/units", **changed):
    """Go to the service and come back, as a browser does."""
    page = browser.get("/account/sign-in?next=" + after)
    assert "用市统一认证登录" in page.text
    went = browser.get(f"/account/oidc?next={after}")
    assert went.status == 303
    assert went.place.startswith(provider.issuer)
    place = urlsplit(went.place)
    with closing(http.client.HTTPConnection(place.netloc, timeout=10)) as there:
        there.request("GET", f"{place.path}?{place.query}")
        back = urlsplit(there.getresponse().getheader("Location"))
    assert (back.scheme, back.netloc) == ("https", f"127.0.0.1:{browser.server.port}")
    query = back.query
    for old, new in changed.items():
        query = re.sub(f"{old}=[^&]*", f"{old}={new}", query)
    return browser.get(f"{back.path}?{query}"), f"{back.path}?{query}"


def test_the_service_s_word_opens_the_account_tied_to_it(browser, provider):
    came, again = by_service(browser, provider)
    assert (came.status, came.place) == (303, "/units")
    assert browser.get("/units").status == 200
    assert browser.get(again).status == 403  # an answer is good once
    out = browser.send("/account/sign-out", {})
    assert out.status == 303
    assert browser.get("/units").status == 303


def test_somebody_without_an_account_here_is_refused(browser, provider):
    provider.subject = "<b>stranger"
    came, _ = by_service(browser, provider)
    assert came.status == 403
    assert "“&lt;b&gt;stranger”还没有对应本系统的账号" in came.text
    assert browser.session() is None


@pytest.mark.parametrize(
    "spoil",
    [
        {"aud": "another"}, {"iss": "http://127.0.0.1:1"}, {"nonce": "x"}, {"exp": 1000}, {"sub": ""},
        {"aud": [CLIENT, "x"]}, {"azp": "another"},
    ],
    ids=lambda spoil: next(iter(spoil)),
)  # fmt: skip
def test_a_token_that_is_not_for_us_opens_nothing(browser, provider, spoil):
    provider.spoil = spoil
    assert by_service(browser, provider)[0].status == 502
    assert browser.session() is None


def test_a_token_signed_by_somebody_else_opens_nothing(browser, provider):
    provider.wrong_key = True
    assert by_service(browser, provider)[0].status == 502
    assert browser.session() is None


@pytest.mark.parametrize("changed", [{"state": "x"}, {"code": "x"}])
def test_an_answer_made_up_opens_nothing(browser, provider, changed):
    assert by_service(browser, provider, **changed)[0].status in (403, 502)
    assert browser.session() is None


def test_an_answer_meant_for_another_browser_opens_nothing(browser, provider, server):
    went = browser.get("/account/oidc")
    place = urlsplit(went.place)
    with closing(http.client.HTTPConnection(place.netloc, timeout=10)) as there:
        there.request("GET", f"{place.path}?{place.query}")
        back = urlsplit(there.getresponse().getheader("Location"))
    victim = Browser(server)
    assert victim.get(f"{back.path}?{back.query}").status == 403
    assert victim.session() is None


# --- a trusted proxy ---


def from_address(server, address, path="/units", **sent):
    context = ssl.create_default_context(cafile=str(server.tls))
    connection = http.client.HTTPSConnection(
        "127.0.0.1", server.port, timeout=30, context=context, source_address=(address, 0)
    )
    told = {"Sec-Fetch-Mode": "navigate", **{key.replace("_", "-"): value for key, value in sent.items()}}
    with closing(connection):
        try:
            connection.request("GET", path, headers=told)
        except OSError:
            pytest.skip(f"this computer has no {address}")
        reply = connection.getresponse()
        reply.read()
        return reply.status


def test_a_trusted_proxy_names_the_person_and_nobody_else_does(server):
    assert from_address(server, "127.0.0.2", X_Remote_User="li") == 200
    assert from_address(server, "127.0.0.2", X_Remote_User="wang@office") == 200
    assert from_address(server, "127.0.0.2", X_Remote_User="nobody") == 303
    assert from_address(server, "127.0.0.2", X_Remote_User="zhao") == 303  # disabled
    assert from_address(server, "127.0.0.2") == 303
    assert from_address(server, "127.0.0.1", X_Remote_User="li") == 303
    assert from_address(server, "127.0.0.3", X_Remote_User="li", X_Forwarded_For="127.0.0.2") == 303


# --- the first administrator ---


def test_the_first_administrator_is_made_by_a_link_that_is_good_once(tmp_path):
    store = tmp_path / "d.duckdb"
    with Store.create(store) as made:
        made.put_areas([Area("99", "某县", "某县", AreaLevel.COUNTY)], by="测试")
    server = Server(store, tmp_path / "home")
    try:
        found = re.search(r"(/account/first\?key=\S+)", server.said())
        assert found, server.said()
        link = found.group(1)
        browser = Browser(server)
        assert browser.get("/").status == 200  # as before: one trusted person at this computer
        assert browser.get("/account/first?key=x").status == 404
        assert browser.get("/account/first?key=").status == 404
        fields = {"login": "wang", "name": "王芳", "new": GOOD, "again": OTHER, "key": link.partition("=")[2]}
        wrong = browser.send("/account/first", fields, page=link)
        assert "不一样" in wrong.text
        made = browser.send("/account/first", {**fields, "again": GOOD}, page=link)
        assert (made.status, made.place) == (303, "/")
        assert browser.get("/units").status == 200
        stranger = Browser(server)
        assert stranger.get("/").status == 303
        assert stranger.get(link).status == 404
        assert Browser(server).sign_in("wang").status == 303
        listed = server.cli("audit", "list", "--json").stdout
        for kind in ("account", "sign_in"):
            assert f'"{kind}"' in listed
        assert "argon2" not in listed
    finally:
        server.stop()


# --- files that are not right ---


def test_wrong_certificate_files_are_told_in_a_sentence(tmp_path):
    cert, key = write_pair(tmp_path)
    _, other = write_pair(tmp_path, "other")
    _, locked = write_pair(tmp_path, "locked", b"secret")
    broken = tmp_path / "broken.pem"
    broken.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    assert certificate_text((cert, key)).startswith("-----BEGIN CERTIFICATE-----")
    for pair, why in [
        ((cert, other), "不是一对"), ((cert, locked), "加了密码"), ((key, cert), "不是 PEM 格式的证书"),
        ((cert, cert), "不是 PEM 格式的私钥"),
        ((broken, key), "已损坏"), ((tmp_path / "no.pem", key), "打不开"),
    ]:  # fmt: skip
        with pytest.raises(UserError, match=why):
            certificate_text(pair)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("issuer = ", "不是正确的 TOML"), ('issuer = "https://a"', "缺少：client_id、client_secret"),
        ('issuer = "http://a.example"\nclient_id = "a"\nclient_secret = "b"', "https://"),
        ('issuer = "https://a"\nclient_id = "a"\nclient_secret = "b"\nscope = "x"', "不认识的项：scope"),
    ],
)  # fmt: skip
def test_wrong_settings_of_the_service_are_told_in_a_sentence(tmp_path, text, why):
    path = tmp_path / "oidc.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=re.escape(why)):
        settings_of(path)
