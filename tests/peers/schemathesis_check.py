"""
Asks a running service what its own OpenAPI description invites: thousands of requests, right and wrong, by schemathesis.
No answer may be a 5xx that is not described, of another type, or of another shape than the description says.
The stream of events is left out: it never ends.

    pip install schemathesis==4.32.5
    npm run build && python tests/peers/schemathesis_check.py      # starts the service on a free port
    python tests/peers/schemathesis_check.py URL [--key KEY]       # asks one that runs already
    SCANBENCH_DATABASE_URL=postgres://… python …                   # on PostgreSQL, an empty database
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
START_SECONDS = 120


def ask(url, *more):
    wait_until_ready(url)
    return subprocess.call(
        ["schemathesis", "run", f"{url}/openapi.json", "--checks", CHECKS, "--max-examples", "30", "--seed", "1", "--no-color", "--exclude-path", "/v1/events", *more],
        cwd=tempfile.gettempdir(),
    )


def wait_until_ready(url):
    for _ in range(START_SECONDS):
        try:
            urllib.request.urlopen(f"{url}/readyz")
            return
        except OSError:
            time.sleep(1)
    raise SystemExit(f"the service was not ready within {START_SECONDS} s")


def with_own_service():
    with tempfile.TemporaryDirectory() as data:
        settings = {"SCANBENCH_PORT": "0", "SCANBENCH_WORKERS": "1", "SCANBENCH_LOG_LEVEL": "error", "SCANBENCH_DATA_DIR": data}
        command = ["node", str(ROOT / "dist" / "src" / "main.js")]
        process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            line = next(line for line in process.stderr if "serves on" in line)
            return ask(re.search(r"http://\S+", line).group())
        finally:
            process.terminate()
            process.wait(timeout=60)


if len(sys.argv) == 1:
    sys.exit(with_own_service())
headers = ["--header", f"Authorization: Bearer {sys.argv[3]}"] if sys.argv[2:3] == ["--key"] else []
sys.exit(ask(sys.argv[1], *headers))
