# SPDX-License-Identifier: Apache-2.0
"""A stand-in for Google's servers on this machine: Secret Manager and the token endpoint over HTTPS
with a certificate of its own, and a metadata server. It keeps versions, verifies every token, writes
down what it was asked, and fails as planned."""

import base64
import dataclasses
import http.server
import json
import pathlib
import re
import ssl
import threading
import time
import urllib.parse

import trustme
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

AUDIENCE = "https://secretmanager.googleapis.com/"
EMAIL = "loom@loom-project.iam.gserviceaccount.com"
KEY_ID = "0123456789abcdef"
STATUS = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
          429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE"}
PATH = re.compile(r"/v1/(?P<secret>projects/[^/]+(?:/locations/[^/]+)?/secrets/[^/]+?)"
                  r"(?:/versions/(?P<version>[^/]+):access|(?P<add>:addVersion))$")


def crc32c(data):
    """The checksum of RFC 3720, bit by bit: another way than Loom's."""
    rest = 0xFFFFFFFF
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = rest >> 1 ^ (0x82F63B78 if rest & 1 else 0)
    return rest ^ 0xFFFFFFFF


@dataclasses.dataclass
class Fault:
    """What happens instead of an answer, or to it."""

    status: int = 0  # an error of this status, as Google words it …
    name: str = ""  # … under another name than that of the status
    page: bool = False  # as a page in HTML, as proxies write it
    headers: dict = dataclasses.field(default_factory=dict)
    checksum: object = None  # the answer's checksum is this one; "" leaves it out
    body: bytes = None  # the answer's whole body
    cut: int = 0  # so many bytes of the body are missing
    drip: float = 0  # so many seconds pass before each byte of the body
    wait: float = 0  # so many seconds pass before the answer


@dataclasses.dataclass
class Asked:
    method: str
    path: str
    headers: dict
    body: bytes
    at: float


class StandIn:
    def __init__(self, folder, host="localhost"):
        self.folder = pathlib.Path(folder)
        self.versions = {}  # projects/…/secrets/…: list of bytes, None for a disabled one
        self.api_faults, self.token_faults, self.metadata_faults = [], [], []
        self.asked, self.asked_for_tokens, self.asked_metadata = [], [], []
        self.tokens = set()  # those that were given out and hold
        self.token_life = 3600
        self.lock = threading.Lock()
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

        ca = trustme.CA()
        self.ca_file = str(self.folder / "ca.pem")
        ca.cert_pem.write_to_path(self.ca_file)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert(host).configure_cert(tls)
        self.api = self._serve(ApiHandler, tls)
        self.metadata = self._serve(MetadataHandler)
        self.endpoint = f"https://localhost:{self.api.server_port}"
        self.token_endpoint = f"{self.endpoint}/token"
        self.metadata_host = f"127.0.0.1:{self.metadata.server_port}"

    def _serve(self, handler, tls=None):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.stand_in = self
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # a client that leaves is a part of the plan
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True,
                                            do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server

    def close(self):
        for server in (self.api, self.metadata):
            server.shutdown()
            server.server_close()

    # --- Credentials ------------------------------------------------------------------------------

    def write_credentials(self, name="credentials.json", **changes):
        """A file of credentials; a member that is None is left out."""
        members = {**self.service_account(), **changes}
        return self.write(name, json.dumps({k: v for k, v in members.items() if v is not None}))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def service_account(self):
        pem = self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                     serialization.NoEncryption()).decode()
        return {"type": "service_account", "client_email": EMAIL, "private_key": pem,
                "private_key_id": KEY_ID, "project_id": "loom-project",
                "token_uri": self.token_endpoint}

    def authorized_user(self, **changes):
        return self.write("user.json", json.dumps(
            {"type": "authorized_user", "client_id": "an id", "client_secret": "a+secret/&=",
             "refresh_token": "1//refresh", "token_uri": "https://attacker.example/token", **changes}))

    def new_token(self):
        with self.lock:
            token = f"ya29.token-{len(self.tokens)}-{time.monotonic_ns()}"
            self.tokens.add(token)
        return {"access_token": token, "expires_in": self.token_life, "token_type": "Bearer"}

    def canaries(self):
        """What was sent to prove who asks, and what such proofs are made of: nobody else may see it."""
        sent = {asked.headers.get("authorization", "").removeprefix("Bearer ") for asked in self.asked}
        with self.lock:
            tokens = set(self.tokens)
        key = self.service_account()["private_key"].splitlines()[5]
        return {text.encode() for text in sent | tokens | {key, "a+secret/&=", "1//refresh"}}

    def accepts(self, authorization):
        kind, _, token = (authorization or "").partition(" ")
        return kind == "Bearer" and (token in self.tokens or self.is_signed(token))

    def is_signed(self, token):
        """Whether a JSON Web Token is the service account's, for Secret Manager, and of now."""
        try:
            header, claims, signature = token.split(".")
            self.key.public_key().verify(unbase64url(signature), f"{header}.{claims}".encode(),
                                         padding.PKCS1v15(), hashes.SHA256())
            header, claims = json.loads(unbase64url(header)), json.loads(unbase64url(claims))
        except (ValueError, InvalidSignature):
            return False
        now = time.time()
        return (header == {"alg": "RS256", "typ": "JWT", "kid": KEY_ID}
                and claims["iss"] == claims["sub"] == EMAIL and claims["aud"] == AUDIENCE
                and claims["iat"] - 5 <= now < claims["exp"] <= claims["iat"] + 3600)

    # --- Secrets ----------------------------------------------------------------------------------

    def access(self, secret, version):
        versions = self.versions.get(secret)
        number = len(versions or []) if version == "latest" else int(version)
        if not versions or not 0 < number <= len(versions):
            return 404, error(404, f"Secret [{secret}] not found or has no version {version}.")
        value = versions[number - 1]
        if value is None:
            return 400, error(400, "The version is in DISABLED state.", "FAILED_PRECONDITION")
        return 200, {"name": f"{secret}/versions/{number}",
                     "payload": {"data": base64.b64encode(value).decode(),
                                 "dataCrc32c": str(crc32c(value))}}

    def add(self, secret, body):
        payload = json.loads(body)["payload"]
        value = base64.b64decode(payload["data"], validate=True)
        if secret not in self.versions:
            return 404, error(404, f"Secret [{secret}] not found.")
        if int(payload["dataCrc32c"]) != crc32c(value) or len(value) > 65536:
            return 400, error(400, "The payload is invalid.")
        self.versions[secret].append(value)
        return 200, {"name": f"{secret}/versions/{len(self.versions[secret])}", "state": "ENABLED"}


def unbase64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def error(code, message, status=None):
    return {"error": {"code": code, "message": message, "status": status or STATUS[code]}}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def write_down(self, asked):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked.append(Asked(self.command, self.path, headers, body, time.monotonic()))
        return body

    def answer(self, status, content, fault=None, headers=None):
        fault = fault or Fault()
        if fault.checksum is not None and "payload" in content:
            content["payload"]["dataCrc32c"] = fault.checksum
            if fault.checksum == "":
                del content["payload"]["dataCrc32c"]
        if fault.status:
            # Servers may repeat what they were sent; clients should not.
            content = error(fault.status, f"planned, for {self.headers.get('Authorization')}",
                            fault.name or STATUS.get(fault.status, "UNKNOWN"))
        body = json.dumps(content).encode() if fault.body is None else fault.body
        if fault.page:
            body = b"<!DOCTYPE html><html><body>One moment, please</body></html>"
        time.sleep(fault.wait)
        self.send_response(fault.status or status)
        self.send_header("Content-Type", "text/html" if fault.page else "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in {**(headers or {}), **fault.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if fault.drip:
            for i in range(len(body)):
                time.sleep(fault.drip)
                self.wfile.write(body[i:i + 1])
        else:
            self.wfile.write(body[:len(body) - fault.cut])
        if fault.cut:
            self.close_connection = True


def next_fault(faults):
    return faults.pop(0) if faults else None


class ApiHandler(Handler):
    def do_POST(self):
        self.do_GET()

    def do_GET(self):
        stand_in = self.server.stand_in
        url = urllib.parse.urlsplit(self.path)
        if url.path == "/token":
            return self.give_token(self.write_down(stand_in.asked_for_tokens))
        body = self.write_down(stand_in.asked)
        fault = next_fault(stand_in.api_faults)
        found = PATH.match(url.path)
        if not stand_in.accepts(self.headers.get("Authorization")):
            status, content = 401, error(401, "Request had invalid authentication credentials.")
        elif not found:
            status, content = 404, error(404, "no such method")
        elif found["add"]:
            status, content = stand_in.add(found["secret"], body)
        else:
            status, content = stand_in.access(found["secret"], found["version"])
        return self.answer(status, content, fault)

    def give_token(self, body):
        form = dict(urllib.parse.parse_qsl(body.decode(), strict_parsing=True))
        fault = next_fault(self.server.stand_in.token_faults)
        expected = {"grant_type": "refresh_token", "client_id": "an id",
                    "client_secret": "a+secret/&=", "refresh_token": "1//refresh"}
        if form != expected:
            return self.answer(400, {"error": "invalid_grant", "error_description": str(form)})
        return self.answer(200, self.server.stand_in.new_token(), fault)


class MetadataHandler(Handler):
    def do_GET(self):
        stand_in = self.server.stand_in
        self.write_down(stand_in.asked_metadata)
        fault = next_fault(stand_in.metadata_faults)
        flavor = {"Metadata-Flavor": "Google"}
        if self.headers.get("Metadata-Flavor") != "Google":
            return self.answer(403, {"error": "Missing required header"})
        path = urllib.parse.urlsplit(self.path).path.rstrip("/")
        if path in ("", "/computeMetadata/v1/universe"):
            return self.answer(200 if not path else 404, {}, None, flavor)
        if path.endswith("/token"):
            headers = {} if fault and fault.headers else flavor
            return self.answer(200, stand_in.new_token(), fault, headers)
        return self.answer(200, {"email": EMAIL, "scopes": [], "aliases": ["default"]}, None, flavor)
