"""Attenuation to the channels that networks see; part of the exported graph."""

import torch
from torch import Tensor, nn

DEEPEST = 7.0
"""Attenuation beyond which all is black."""
ROOF_ROWS, FLOOR_ROWS = 12, 34
"""What the frame takes of 256 rows: the service's 120 mm under the roof and 340 mm above the lower edge. It is of steel, whatever is loaded."""
THIN, THICK = 0.1, 2.5
"""Attenuation between which steel tells a pair of energies from another, above noise and below scatter."""
STEEL_EXCESS = 0.15
"""What the low energy loses in steel beyond the high one, as a share of that, for 6/4 MeV."""
MOST = 3.0
"""By which factor a pair may differ from that at most."""
WITHOUT_FRAME = 100.0
"""Attenuation, summed, that speaks for 6/4 MeV where no frame is seen: less than a hundredth of a frame's."""


class Features(nn.Module):
    """Attenuation [n, 1 or 2, h, w], the high energy first, of one energy, or of a container with its frame."""

    def __init__(self, energies: int) -> None:
        super().__init__()
        self.channels = 2 if energies == 1 else 4

    def forward(self, attenuation: Tensor) -> Tensor:
        depth = attenuation.clamp(0, DEEPEST)
        high = depth[:, :1]
        channels = [high / 2 - 1, 2 * torch.exp(-high) - 1]
        if attenuation.shape[1] == 2:
            # What the low energy loses more: the dual-energy signal, once as it is and once as a ratio.
            excess = as_pair_6_4(high, depth[:, 1:]) - 1.13 * high
            channels += [(4 * excess).clamp(-2, 2), (8 * excess / (high + 0.1)).clamp(-2, 2)]
        return torch.cat(channels, dim=1)


def as_pair_6_4(high: Tensor, low: Tensor) -> Tensor:
    """
    The low attenuation as if the pair were 6/4 MeV. Pairs differ by a factor of up to five in what the low energy loses beyond
    the high one (`energy-pairs.js`), far more than steel and sugar do in one pair; the frame, of steel, tells how much this does.
    """
    frame_high, frame_low = _frame_of(high), _frame_of(low)
    speaks = ((frame_high > THIN) & (frame_high < THICK)).float()
    excess = (speaks * (frame_low - frame_high)).sum((1, 2, 3), keepdim=True) + WITHOUT_FRAME * STEEL_EXCESS
    share = excess / ((speaks * frame_high).sum((1, 2, 3), keepdim=True) + WITHOUT_FRAME)
    return high + (low - high) * (STEEL_EXCESS / share.clamp(STEEL_EXCESS / MOST, STEEL_EXCESS * MOST))


def _frame_of(plane: Tensor) -> Tensor:
    return torch.cat([plane[:, :, :ROOF_ROWS], plane[:, :, -FLOOR_ROWS:]], dim=2)
