"""
Asks a running service what its own OpenAPI description invites: thousands of requests, right and wrong, by schemathesis.
No answer may be a 5xx that is not described, of another type, or of another shape than the description says.
The stream of events is left out: it never ends. Allow a quarter of an hour for both rounds on two CPUs that others use, too; both databases
take the same. The orders of reports among the requests are carried out meanwhile, and the service's `/metrics` says how long it was waited for.

    pip install schemathesis==4.32.5
    npm run build && python tests/peers/schemathesis_check.py      # starts the service on a free port
    python tests/peers/schemathesis_check.py URL [--key KEY]       # asks one that runs already
    SCANBENCH_DATABASE_URL=postgres://… python …                   # on PostgreSQL, an empty database
"""

import json
import subprocess
import sys
import tempfile
import time
import urllib.request

from own_service import ROOT, own_service, wait_until_ready

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
SAMPLE = ROOT / "samples" / "smoke" / "001-palletised-boxes" / "side.high.png"
KNOWN_PATHS = r"^/v1/scans/\{id\}|^/v1/reports/\{id\}|^/v2/models/"
REPORT_SECONDS = 600
# As short as a plan can be: the answers are looked at here, not what they say.
PLAN = {
    "name": "short",
    "samples": ["smoke"],
    "accuracyScans": 2,
    "performanceScans": 1,
    "scenarios": [{"scenario": "single-stream", "rounds": 1, "roundSeconds": 0.1}],
    "warmUpScans": 0,
    "workers": 1,
    "percentiles": [0.5],
    "taktSeconds": 30,
    "pfaLimits": [0.1],
    "seed": 1,
}


def ask(url, key=None):
    """Asks everything with made-up ids first, then what belongs to a scan, a report and a model with the ids of some that are there."""
    wait_until_ready(url)
    # Before anything else: the reports that made-up orders ask for wait in the same queue.
    ids = known_ids(url, key)
    headers = ["--header", f"Authorization: Bearer {key}"] if key else []
    made_up = run(url, ["--exclude-path", "/v1/events", *headers])
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as config:
        config.write(ids)
        config.flush()
        known = run(url, ["--include-path-regex", KNOWN_PATHS, *headers], ["--config-file", config.name])
    return made_up or known


def run(url, more, settings=()):
    return subprocess.call(
        ["schemathesis", *settings, "run", f"{url}/openapi.json", "--checks", CHECKS, "--max-examples", "30", "--seed", "1", "--no-color", *more],
        cwd=tempfile.gettempdir(),
    )


def known_ids(url, key):
    """Posts a scan that was inspected, has a report made, and says in the form of schemathesis.toml which ids are there. What deletes is left its made-up ids."""
    authorization = {"Authorization": f"Bearer {key}"} if key else {}

    def answer(path, data=None, media_type="application/json", method=None):
        headers = {**authorization, "Content-Type": media_type}
        return json.load(urllib.request.urlopen(urllib.request.Request(url + path, data, headers, method=method)))

    scan = answer("/v1/scans?maps=link", SAMPLE.read_bytes(), "image/png")
    inspection = {"outcome": "benign", "selectedBy": "random", "inspectedAt": scan["receivedAt"]}
    answer(f"/v1/scans/{scan['id']}/inspection", json.dumps(inspection).encode(), method="PUT")
    technology = scan["screenings"][0]["technology"]
    model = technology.split("@")[0]
    [version] = answer(f"/v2/models/{model}")["versions"]
    order = {"plan": {**PLAN, "technologies": [technology]}}
    report = finished(lambda path, *body: answer(f"/v1/reports{path}", *body), order)
    return f"""
[[operations]]
include-path-regex = '^/v1/scans/\\{{id\\}}'
exclude-method = "DELETE"
parameters = {{ "path.id" = "{scan["id"]}", "path.technology" = "{technology}", "path.view" = "side" }}

[[operations]]
include-path-regex = '^/v1/reports/\\{{id\\}}'
exclude-method = "DELETE"
parameters = {{ "path.id" = "{report}" }}

[[operations]]
include-path-regex = '^/v2/models/'
parameters = {{ "path.model" = "{model}", "path.version" = "{version}" }}
"""


def finished(reports, order):
    """Orders a report and waits until its files are there; gives its id."""
    report = reports("", json.dumps(order).encode())
    give_up_at = time.monotonic() + REPORT_SECONDS
    while report["state"] in ("queued", "running") and time.monotonic() < give_up_at:
        time.sleep(1)
        report = reports(f"/{report['id']}")
    if report["state"] != "finished":
        raise SystemExit(f"the report did not finish: {report['state']}, {report['failure']}")
    return report["id"]


if len(sys.argv) == 1:
    with own_service() as url:
        found = ask(url)
    sys.exit(found)
sys.exit(ask(sys.argv[1], sys.argv[3] if sys.argv[2:3] == ["--key"] else None))
