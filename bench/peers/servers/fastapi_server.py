"""FastAPI with ONNX Runtime: the body as it comes, one scan at a time in a thread so that the event loop stays free."""

import sys

import uvicorn
from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request
from scorer import Scorer

app = FastAPI()
scorer = Scorer()
one_at_a_time = CapacityLimiter(1)


@app.post("/score")
async def score(request: Request) -> dict[str, float]:
    png = await request.body()
    return {"score": await to_thread.run_sync(scorer.score, png, limiter=one_at_a_time)}


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
