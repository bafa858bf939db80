"""LitServe: the body as it comes to the API process, through a queue to one worker process."""

import sys
from typing import Annotated

import litserve
from fastapi import Body
from scorer import Scorer


class ScoreApi(litserve.LitAPI):
    def setup(self, device: str) -> None:
        self.scorer = Scorer()

    def decode_request(self, request: Annotated[bytes, Body(media_type="image/png")]) -> bytes:
        return request

    def predict(self, png: bytes) -> float:
        return self.scorer.score(png)

    def encode_response(self, score: float) -> dict[str, float]:
        return {"score": score}


if __name__ == "__main__":
    server = litserve.LitServer(ScoreApi(api_path="/score"), accelerator="cpu", workers_per_device=1)
    server.run(
        host="127.0.0.1",
        port=int(sys.argv[1]),
        num_api_servers=1,
        generate_client_file=False,
        log_level="warning",
        access_log=False,
    )
