"""MLServer: version 2 of the Open Inference Protocol. Its REST reads no binary tensors, so the bytes come as base64 in JSON."""

from mlserver import MLModel
from mlserver.codecs import Base64Codec, NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse
from scorer import Scorer

import numpy as np


class Score(MLModel):
    async def load(self) -> bool:
        self.scorer = Scorer()
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        [png] = Base64Codec.decode_input(payload.inputs[0])
        score = np.array([self.scorer.score(png)], dtype=np.float32)
        return InferenceResponse(model_name=self.name, outputs=[NumpyCodec.encode_output("score", score)])
