"""
Asks a running service as NVIDIA's own client does, unmodified: models listed, loaded and run, in JSON and binary.

    pip install -r tests/peers/requirements.txt
    npm run build && python tests/peers/triton_client.py           # starts the service on a free port
    python tests/peers/triton_client.py http://127.0.0.1:8080      # asks one that runs already
"""

import contextlib
import sys

import numpy as np
import tritonclient.http as triton
from own_service import own_service, wait_until_ready
from tritonclient.utils import InferenceServerException

DATATYPES = {"FP32": np.float32, "UINT8": np.uint8, "UINT16": np.uint16}


@contextlib.contextmanager
def service():
    """The address of a service: the one that was named, or a new one, which ends with the block."""
    if len(sys.argv) > 1:
        yield sys.argv[1].rstrip("/")
        return
    with own_service() as url:
        yield url


def tensor(name, values, datatype, binary):
    given = triton.InferInput(name, list(values.shape), datatype)
    return given.set_data_from_numpy(values, binary_data=binary)


def shape_of(described):
    """The tensor's shape, 64 where a size is free."""
    return [64 if size == -1 else size for size in described["shape"]]


def refusal(call, status):
    """The sentence with which a call is refused, and that it is refused with this status."""
    try:
        call()
    except InferenceServerException as error:
        assert error.status() == str(status), f"{error.status()} in place of {status}: {error.message()}"
        assert error.message(), "a refusal without a sentence"
        return error.message()
    raise AssertionError(f"was not refused with {status}")


def check_model(client, name):
    metadata = client.get_model_metadata(name)
    [version] = metadata["versions"]
    assert client.is_model_ready(name) and client.is_model_ready(name, version)
    assert client.get_model_config(name)["max_batch_size"] == 0
    [given], asked = metadata["inputs"], [output["name"] for output in metadata["outputs"]]
    shape, rng = shape_of(given), np.random.default_rng(20_260)
    values = rng.uniform(0, 3, shape).astype(DATATYPES[given["datatype"]])

    answers = []
    for binary_in in (True, False):
        for binary_out in (True, False, None):
            wanted = [triton.InferRequestedOutput(output, binary_data=bool(binary_out)) for output in asked]
            inputs = [tensor(given["name"], values, given["datatype"], binary_in)]
            result = client.infer(name, inputs, outputs=None if binary_out is None else wanted, request_id="lane-1")
            assert result.get_response()["id"] == "lane-1"
            assert result.get_response()["model_version"] == version
            answers.append(np.concatenate([result.as_numpy(output).ravel() for output in asked]))
    assert all(np.array_equal(answers[0], answer) for answer in answers), f"{name}: JSON and binary differ"
    assert np.isfinite(answers[0]).all() and answers[0].size > 0

    if given["datatype"] == "FP32":
        for datatype in ("UINT8", "UINT16"):
            whole = rng.integers(0, 4, shape).astype(DATATYPES[datatype])
            pair = [
                client.infer(name, [tensor(given["name"], own, own_type, binary)]).as_numpy(asked[0])
                for own, own_type, binary in (
                    (whole, datatype, True),
                    (whole, datatype, False),
                    (whole.astype(np.float32), "FP32", True),
                )
            ]
            assert np.array_equal(pair[0], pair[2]) and np.array_equal(pair[1], pair[2]), f"{name}: {datatype}"
    return given, values


def check_refusals(client, name, given, values):
    def send(given_tensor, model=name, outputs=None):
        return lambda: client.infer(model, [given_tensor], outputs=outputs)

    right = tensor(given["name"], values, given["datatype"], True)
    refusal(send(right, model="no-such-model"), 404)
    refusal(lambda: client.get_model_metadata("no-such-model"), 404)
    refusal(lambda: client.load_model("no-such-model"), 404)
    refusal(lambda: client.infer(name, [right], model_version="0.0.0"), 404)
    assert "no-such-input" in refusal(send(tensor("no-such-input", values, given["datatype"], True)), 400)
    assert "no-such-output" in refusal(send(right, outputs=[triton.InferRequestedOutput("no-such-output")]), 400)
    refusal(send(tensor(given["name"], values[..., :-1], given["datatype"], True)), 400)
    refusal(send(tensor(given["name"], values.astype(np.int64), "INT64", True)), 400)
    short = tensor(given["name"], values, given["datatype"], True)
    short._raw_data = short._raw_data[:-4]
    refusal(send(short), 400)
    refusal(lambda: client.load_model(name, config="{}"), 400)
    assert client.is_server_live() and client.infer(name, [right]) is not None


def check_repository(client, name):
    client.unload_model(name)
    assert not client.is_model_ready(name)
    states = {model["name"]: model["state"] for model in client.get_model_repository_index()}
    assert states[name] == "UNAVAILABLE"
    client.load_model(name)
    assert client.is_model_ready(name)


with service() as url:
    wait_until_ready(url)
    client = triton.InferenceServerClient(url.removeprefix("http://"), network_timeout=300, connection_timeout=60)
    assert client.is_server_ready()
    assert client.get_server_metadata()["name"] == "scanbench"
    names = [model["name"] for model in client.get_model_repository_index() if model["state"] == "READY"]
    assert names, "no model is ready"
    for model in names:
        described = check_model(client, model)
    check_refusals(client, names[-1], *described)
    check_repository(client, names[0])
    client.close()
    print(f"triton: {len(names)} models listed, run in JSON and binary, refused, unloaded and loaded")
