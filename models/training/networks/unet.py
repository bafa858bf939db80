"""The network of the tip-unets: at most 3.4 GFLOP in the convolutions a look at a 40-ft container."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from networks.coarser import Coarser
from networks.convolutions import Added, Residual, convolve
from networks.features import Features
from networks.frame import doubted
from networks.recurrence import Recurrence
from networks.surroundings import Surroundings

WITHIN, COARSER = 72, 160
"""Channels inside the block that was added at an eighth of the resolution, and of what a thirty-second adds."""


class Unet(nn.Module):
    """
    Attenuation [n, 1 or 2, h, w] to logits [n, 1, h/2, w/2]; h and w are multiples of 32. What is known of each cell of
    16 x 16 pixels at every depth is weighed once more and the verdict added to all its logits. One energy holds each cell
    against others (`Recurrence`) before and weighs what surrounds it (`Surroundings`) after that; both energies gain nothing by
    either, which would take two fifths of a training step. The highest logit decides.
    """

    def __init__(self, energies: int, widths: tuple[int, ...] = (16, 32, 56, 96)) -> None:
        super().__init__()
        a, b, c, d = widths
        self.features = Features(energies)
        self.stem = convolve(self.features.channels, a, stride=2)
        self.down1 = nn.Sequential(convolve(a, b, stride=2), Residual(b))
        self.down2 = nn.Sequential(convolve(b, c, stride=2), Residual(c), Added(c, WITHIN, dilation=2))
        self.down3 = nn.Sequential(convolve(c, d, stride=2), *(Residual(d, dilation) for dilation in (1, 2, 4)), Coarser(d, COARSER))
        self.across2, self.across1, self.across0 = nn.Conv2d(c, c, 1), nn.Conv2d(b, b, 1), nn.Conv2d(a, a, 1)
        self.up2, self.up1, self.up0 = nn.Conv2d(d, c, 1), nn.Conv2d(c, b, 1), nn.Conv2d(b, a, 1)
        self.mix2, self.mix1, self.mix0 = convolve(c, c), convolve(b, b), convolve(a, a)
        self.head = nn.Conv2d(a, 1, 1)
        nn.init.constant_(self.head.bias, -4.0)
        known = d + c + b + 1
        self.recurrence = Recurrence(known) if energies == 1 else None
        judged = known if self.recurrence is None else known + Recurrence.HEADS
        self.verdict = nn.Sequential(convolve(judged, 64, size=1), convolve(64, 64, size=1), nn.Conv2d(64, 1, 1))
        # It adds nothing before it is trained.
        nn.init.zeros_(self.verdict[-1].weight)
        nn.init.zeros_(self.verdict[-1].bias)
        self.surroundings = Surroundings() if energies == 1 else nn.Identity()

    def forward(self, attenuation: Tensor) -> Tensor:
        half = self.stem(self.features(attenuation))
        quarter = self.down1(half)
        eighth = self.down2(quarter)
        x = deepest = self.down3(eighth)
        decoded = []
        for up, across, mix, skip in (
            (self.up2, self.across2, self.mix2, eighth),
            (self.up1, self.across1, self.mix1, quarter),
            (self.up0, self.across0, self.mix0, half),
        ):
            # A 1x1 convolution and an enlargement commute; this order is a quarter of the work.
            x = mix(functional.interpolate(up(x), scale_factor=2.0, mode="nearest") + across(skip))
            decoded.append(x)
        logits = functional.avg_pool2d(self.head(x), 3, 1, 1)
        eighths, quarters, _ = decoded
        cells = torch.cat([deepest, functional.avg_pool2d(eighths, 2), functional.max_pool2d(quarters, 4), functional.max_pool2d(logits, 8)], dim=1)
        judged = cells if self.recurrence is None else torch.cat([cells, self.recurrence(cells)], dim=1)
        return self.surroundings(logits + functional.interpolate(self.verdict(judged), scale_factor=8.0, mode="nearest"))


class AnomalyMap(nn.Module):
    """
    Attenuation [1, energies, h, w], multiples of 32, to scores 0...1 at half resolution. With both energies, the mean counts
    of what the network makes of a container and of its mirror image: a threat looks like one from both sides, and what is
    taken for one often does not. One energy gains nothing by it that could be shown; it is doubted at the frame.
    """

    def __init__(self, unet: Unet, energies: int) -> None:
        super().__init__()
        self.unet, self.sees_both = unet, energies == 2

    def forward(self, attenuation: Tensor) -> Tensor:
        logits = self._both_sides(attenuation) if self.sees_both else doubted(self.unet(attenuation))
        # Half the logit: the scores near the threshold spread over more of the 16-bit scale.
        return torch.sigmoid(logits / 2)

    def _both_sides(self, attenuation: Tensor) -> Tensor:
        # Sliced at 1, not parted: a shape that the graph computes would run on the CPU of a GPU host.
        logits = self.unet(torch.cat([attenuation, attenuation.flip(3)]))
        return (logits[:1] + logits[1:].flip(3)) / 2
