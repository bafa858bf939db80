"""What a network sees of a container at half of its coarsest resolution."""

from torch import Tensor, nn
from torch.nn import functional

from networks.convolutions import Residual, convolve


class Coarser(nn.Module):
    """Adds to each cell what wider layers make of four of them and of those around; nothing before it is trained."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.down = nn.Sequential(convolve(width, inner, stride=2), Residual(inner), Residual(inner, 2))
        self.up = nn.Conv2d(inner, width, 1)
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)

    def forward(self, x: Tensor) -> Tensor:
        return x + functional.interpolate(self.up(self.down(x)), scale_factor=2.0, mode="nearest")
