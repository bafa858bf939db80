"""BentoML: one worker process, the body as it comes, which BentoML hands over as a file."""

from pathlib import Path
from typing import Annotated

import bentoml
from bentoml.validators import ContentType
from scorer import Scorer


@bentoml.service(workers=1, threads=1)
class Score:
    def __init__(self) -> None:
        self.scorer = Scorer()

    @bentoml.api
    def score(self, png: Annotated[Path, ContentType("image/png")], /) -> dict[str, float]:
        return {"score": self.scorer.score(png.read_bytes())}
