"""The built service on a free port, for as long as a block runs."""

import contextlib
import os
import re
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 120


@contextlib.contextmanager
def own_service() -> Iterator[str]:
    """Gives the address of a service of one worker, with records of its own; it may not be ready yet."""
    with tempfile.TemporaryDirectory(prefix="scanbench-") as data:
        settings = {"SCANBENCH_PORT": "0", "SCANBENCH_WORKERS": "1", "SCANBENCH_LOG_LEVEL": "error", "SCANBENCH_DATA_DIR": data}
        command = ["node", str(ROOT / "dist" / "src" / "main.js")]
        process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            line = next(line for line in process.stderr if "serves on" in line)
            yield re.search(r"http://\S+", line).group()
        finally:
            process.terminate()
            process.wait(timeout=60)


def wait_until_ready(url: str) -> None:
    """Returns when the service can screen; ends the check where it cannot within two minutes."""
    for _ in range(START_SECONDS):
        try:
            urllib.request.urlopen(f"{url}/readyz")
            return
        except OSError:
            time.sleep(1)
    raise SystemExit(f"the service was not ready within {START_SECONDS} s")
