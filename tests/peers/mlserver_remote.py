"""A remote technology on a foreign server: Seldon's MLServer, unmodified, runs a model that gives its input back.

    npm run build
    python3 -m venv /tmp/mlserver && /tmp/mlserver/bin/pip install mlserver==1.7.1
    PYTHON=/tmp/mlserver/bin/python tests/peers/check

Scanbench adds the model by its address, screens scans with it, and must get the scores that the same model gets in its own
null runtime; then the server goes, and the technology must say so.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCANS = ["000-empty", "001-palletised-boxes", "003-drums"]

MODEL = """
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceResponse

class Echo(MLModel):
    async def load(self):
        return True

    async def predict(self, payload):
        picture = NumpyCodec.decode_input(payload.inputs[0])
        return InferenceResponse(model_name=self.name, model_version=self.version, id=payload.id,
                                 outputs=[NumpyCodec.encode_output("map", picture)])
"""


def tensor(name: str) -> dict:
    return {"name": name, "datatype": "FP32", "shape": [1, 1, -1, -1]}


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def start_server(folder: Path, http_port: int, grpc_port: int, metrics_port: int) -> subprocess.Popen:
    folder.mkdir()
    (folder / "echo_model.py").write_text(MODEL)
    settings = {"host": "127.0.0.1", "http_port": http_port, "grpc_port": grpc_port, "metrics_port": metrics_port,
                "parallel_workers": 0}
    (folder / "settings.json").write_text(json.dumps(settings))
    model = {"name": "echo", "implementation": "echo_model.Echo", "platform": "numpy", "versions": ["v1"],
             "parameters": {"version": "v1"}, "inputs": [tensor("input")], "outputs": [tensor("map")]}
    (folder / "model-settings.json").write_text(json.dumps(model))
    server = subprocess.Popen([sys.executable, "-c", "from mlserver.cli import main; main()", "start", str(folder)],
                              env={**os.environ, "PYTHONPATH": str(folder)},
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{http_port}/v2/models/echo/ready", timeout=1)
            return server
        except OSError:
            time.sleep(0.25)
    server.kill()
    raise SystemExit("MLServer did not become ready in a minute")


def scanbench(models: Path, host: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(["node", str(ROOT / "dist/src/cli.js"), *arguments, "--models", str(models)],
                          env={**os.environ, "SCANBENCH_REMOTE_HOSTS": host}, capture_output=True, text=True)


def write_near(models: Path) -> None:
    """The model that MLServer has, in the null runtime: its manifest is that of the far one, but for where it runs."""
    manifest = json.loads((models / "far/manifest.json").read_text())
    del manifest["remote"]
    manifest |= {"id": "near", "runtime": "null", "files": [
        {"path": "echo.json", "bytes": 2, "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}]}
    (models / "near").mkdir()
    (models / "near/echo.json").write_text("{}")
    (models / "near/manifest.json").write_text(json.dumps(manifest))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder) / "models"
        ports = free_ports(3)
        host = f"127.0.0.1:{ports[0]}"
        server = start_server(Path(folder) / "server", *ports)
        try:
            added = scanbench(models, host, "models", "add", "--remote", f"http://{host}/v2/models/echo", "--id", "far")
            assert added.returncode == 0, added.stderr
            remote = json.loads((models / "far/manifest.json").read_text())["remote"]
            assert remote["version"] == "v1" and remote["recorded"]["serverName"] == "mlserver", remote
            write_near(models)
            scans = [str(ROOT / f"samples/smoke/{scan}/side.high.png") for scan in SCANS]
            screened = scanbench(models, host, "screen", *scans, "--technology", "far", "near", "--json")
            assert screened.returncode == 0, screened.stderr
            scores = {}
            for row in walk(json.loads(screened.stdout)):
                scores.setdefault(row["technology"].split("@")[0], []).append(row["score"])
            assert len(scores["far"]) == len(SCANS) and scores["far"] == scores["near"], scores
        finally:
            server.terminate()
            server.wait()
        verified = scanbench(models, host, "models", "verify", "--json")
        state = {row["technology"]: row for row in json.loads(verified.stdout)}
        assert state["far@remote-http"]["state"] == "unavailable", state
        assert "ECONNREFUSED" in state["far@remote-http"]["reason"], state
        assert state["near@null-cpu"]["state"] == "ready", state
    print(f"mlserver: {len(SCANS)} scans get the scores of the same model run here; gone, it is said to be away")


def walk(value: object):
    """Every screening in a report, wherever it stands."""
    if isinstance(value, dict):
        if "technology" in value and "score" in value:
            yield value
        for part in value.values():
            yield from walk(part)
    elif isinstance(value, list):
        for part in value:
            yield from walk(part)


if __name__ == "__main__":
    main()
