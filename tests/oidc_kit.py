"""A sign-in service of one's own on this computer: OpenID Connect as far as a client meets it."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwk, jwt

CLIENT, SECRET = "two-plans", "s3cret-of-the-client"


class Provider:
    """Says of everybody who comes that they are `subject`; `spoil` changes the token's claims or key."""

    def __init__(self) -> None:
        self.key = jwk.RSAKey.generate_key(2048, {"kid": "1"})
        self.subject, self.spoil, self.wrong_key = "wang@office", {}, False
        self.codes: dict[str, dict] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                provider.get(self)

            def do_POST(self):
                provider.post(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def get(self, request) -> None:
        parts = urlsplit(request.path)
        asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            told = {
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/jwks",
            }  # fmt: skip
            self.answer(request, told)
        elif parts.path == "/jwks":
            self.answer(request, {"keys": [self.key.as_dict(private=False)]})
        elif parts.path == "/authorize":
            assert asked["client_id"] == CLIENT
            assert asked["response_type"] == "code"
            assert asked["code_challenge_method"] == "S256"
            code = secrets.token_urlsafe(8)
            self.codes[code] = asked
            request.send_response(302)
            back = urlencode({"code": code, "state": asked["state"]})
            request.send_header("Location", f"{asked['redirect_uri']}?{back}")
            request.end_headers()
        else:
            request.send_error(404)

    def post(self, request) -> None:
        body = request.rfile.read(int(request.headers["content-length"])).decode()
        given = {key: values[-1] for key, values in parse_qs(body).items()}
        asked = self.codes.pop(given.get("code"), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = (
            asked and challenge == asked["code_challenge"] and given["redirect_uri"] == asked["redirect_uri"]
        )
        if not right or (given.get("client_id"), given.get("client_secret")) != (CLIENT, SECRET):
            request.send_error(400)
            return
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": self.subject, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], **self.spoil,
        }  # fmt: skip
        key = jwk.RSAKey.generate_key(2048) if self.wrong_key else self.key
        self.answer(request, {"id_token": jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)})

    def answer(self, request, told) -> None:
        body = json.dumps(told).encode()
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
