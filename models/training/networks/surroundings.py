"""The last layer of the segmentation networks."""

import torch
from torch import Tensor, nn
from torch.nn import functional


class Surroundings(nn.Module):
    """
    Logits [n, 1, h, w], each weighed with the means around it: what is large may be certain nowhere and likely all over,
    which the highest logit alone does not tell.
    """

    CELL = 4
    """Logits to a side of a cell, 8 pixels: means of cells cost next to nothing."""
    CELLS_ACROSS = (3, 5)
    """Cells that a mean is over: 24 and 40 pixels, 30 and 50 cm."""

    def __init__(self) -> None:
        super().__init__()
        self.weigh = nn.Conv2d(1 + len(self.CELLS_ACROSS), 1, 1)
        # They count nothing before they are trained.
        with torch.no_grad():
            self.weigh.weight.copy_(torch.tensor([1.0] + [0.0] * len(self.CELLS_ACROSS)).reshape(1, -1, 1, 1))
            self.weigh.bias.zero_()

    def forward(self, logits: Tensor) -> Tensor:
        cells = functional.avg_pool2d(logits, self.CELL)
        means = torch.cat([functional.avg_pool2d(cells, n, 1, n // 2, count_include_pad=False) for n in self.CELLS_ACROSS], dim=1)
        around = functional.interpolate(means, scale_factor=float(self.CELL), mode="nearest")
        return self.weigh(torch.cat([logits, around], dim=1))
