"""The network of autoencoder."""

from torch import Tensor, nn
from torch.nn import functional

from networks.convolutions import convolve


class Autoencoder(nn.Module):
    """Transmission [n, 1, h, w] to its reconstruction through a narrow middle at an eighth of the resolution."""

    def __init__(self, widths: tuple[int, ...] = (16, 32, 64), middle: int = 12) -> None:
        super().__init__()
        a, b, c = widths
        self.encode = nn.Sequential(convolve(1, a, 2), convolve(a, b, 2), convolve(b, c, 2), convolve(c, c), nn.Conv2d(c, middle, 1))
        self.decode = nn.ModuleList([convolve(middle, c), convolve(c, b), convolve(b, a), convolve(a, 8)])
        self.head = nn.Conv2d(8, 1, 3, padding=1)

    def forward(self, transmission: Tensor) -> Tensor:
        x = self.encode(transmission)
        for index, block in enumerate(self.decode):
            x = block(x if index == 0 else functional.interpolate(x, scale_factor=2.0, mode="nearest"))
        return self.head(x)
