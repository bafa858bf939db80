"""How far each cell of a container is from the one that is most like it elsewhere in the same container."""

import torch
from torch import Tensor, nn


class Recurrence(nn.Module):
    """
    Cells [n, channels, h, w] to distances [n, HEADS, h, w]: of each to the nearest elsewhere, by what was learned to compare.
    Goods come many times over, whatever they are, and a threat comes once: what a scan cannot be made of out of its other parts
    is irregular (Boiman & Irani 2007, Detecting Irregularities in Images and in Video).
    """

    HEADS = 4
    """Comparisons, each of other channels."""
    COMPARED = 24
    """Channels that a comparison is of."""
    NEAR = 3
    """Cells up and down, left and right, that are not elsewhere: what is large is like itself."""
    UNCOUNTED = 1e4
    """Squared distance to what is not elsewhere, above all others."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.compared = nn.Conv2d(channels, self.HEADS * self.COMPARED, 1, bias=False)
        # Distances as they are, but for chance: a random projection keeps them.
        nn.init.normal_(self.compared.weight, std=self.COMPARED**-0.5)

    def forward(self, cells: Tensor) -> Tensor:
        # A small distance is the difference of large numbers, which bfloat16 does not tell apart.
        with torch.autocast(cells.device.type, enabled=False):
            seen = self.compared(cells.float()).permute(0, 2, 3, 1)
            near = self._near(seen[0, :, :, 0])
            heads = (seen[..., start : start + self.COMPARED] for start in range(0, self.HEADS * self.COMPARED, self.COMPARED))
            return torch.stack([self._distances(head, near) for head in heads], dim=1)

    def _near(self, cells: Tensor) -> Tensor:
        """Of cells [h, w], which are near which: [h, h, w, w], a row, rows, a cell of the first and cells of the others."""
        # Counted, not asked for: a shape that the graph computes would run on the CPU of a GPU host.
        ones = cells * 0 + 1
        down, across = (self._are_near(places.cumsum(0)) for places in (ones[:, 0], ones[0]))
        return self.UNCOUNTED * down[:, :, None, None] * across

    def _are_near(self, places: Tensor) -> Tensor:
        return ((places[:, None] - places[None]).abs() <= self.NEAR).float()

    @staticmethod
    def _distances(seen: Tensor, near: Tensor) -> Tensor:
        """[n, h, w, channels] to [n, h, w]."""
        squares = seen.square().sum(3, keepdim=True)
        one, other = torch.cat([-2 * seen, squares * 0 + 1], dim=3), torch.cat([seen, squares], dim=3)
        # |other|² - 2 one · other in a single product; |one|² is the same for all others.
        apart = one[:, :, None] @ other.transpose(2, 3)[:, None] + near
        return (squares[..., 0] + apart.amin(4).amin(2)).clamp(min=1e-3).sqrt()
