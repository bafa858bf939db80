"""
A client that a generator makes of the service's own description posts a scan of both energies, and reads it: what it gets
are the types that the description names.

    pip install openapi-python-client==0.29.1
    npm run build && python tests/peers/generated_client.py      # starts the service on a free port
"""

import importlib
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from own_service import ROOT, own_service, wait_until_ready

SAMPLE = ROOT / "samples" / "smoke" / "001-palletised-boxes"
# What the generator has no words for: pictures as a body or an answer, and lists as CSV.
UNKNOWN_TO_IT = {"image/png", "image/tiff", "image/jpeg", "text/csv"}


def generate(url, folder):
    """Generates the client, and refuses any warning but of media types that the generator does not know."""
    wait_until_ready(url)
    (folder / "openapi.json").write_bytes(urllib.request.urlopen(f"{url}/openapi.json").read())
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json", "--output-path", "client", "--meta", "none"]
    said = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout
    warnings = re.split(r"^WARNING ", said, flags=re.MULTILINE)[1:]
    surprises = [warning for warning in warnings if not any(f"content type {one}" in warning or f"content_type {one}" in warning for one in UNKNOWN_TO_IT)]
    if surprises:
        raise SystemExit("the generator does not understand:\n" + "\n".join(surprises))
    sys.path.insert(0, str(folder))
    return len(warnings)


def use(url):
    """Posts, reads and lists by the generated client."""
    part = lambda name: importlib.import_module(f"client.{name}")
    models, File = part("models"), part("types").File
    picture = lambda name: File(payload=(SAMPLE / name).open("rb"), file_name=name, mime_type="image/png")
    body = models.ScreenScanFilesBody(
        side_high=picture("side.high.png"), side_low=picture("side.low.png"), metadata=models.ScanMetadata(container_number="CSQU3054383")
    )
    caller = part("client").AuthenticatedClient(base_url=url, token="none", raise_on_unexpected_status=True)
    posted = part("api.scans.screen_scan").sync(client=caller, body=body, prefer="wait=20")
    assert isinstance(posted, models.Scan), posted
    assert [view.energies for view in posted.views] == [["high", "low"]], posted.views
    [screening] = posted.screenings
    assert isinstance(screening, models.Screening) and screening.decision in ("alarm", "clear", "undecided"), screening
    read = part("api.scans.read_scan").sync(posted.id, client=caller)
    assert read.metadata.container_number == "CSQU3054383", read
    assert [scan.id for scan in part("api.scans.list_scans").sync(client=caller).items] == [posted.id]
    missing = part("api.scans.read_scan").sync("0193a0c0-5f1e-7c3a-9d57-0c6f2f6f3b11", client=caller)
    assert isinstance(missing, models.Problem) and missing.code == "unknown-scan", missing


with tempfile.TemporaryDirectory() as folder, own_service() as url:
    left_out = generate(url, Path(folder))
    use(url)
    print(f"generated client: posts both energies, reads, lists and is told what is not there; {left_out} warnings of media types that it does not know")
