"""What all networks are made of: fully convolutional, no one-channel convolution at full resolution."""

from torch import Tensor, nn
from torch.nn import functional


def convolve(inputs: int, outputs: int, stride: int = 1, dilation: int = 1, size: int = 3) -> nn.Sequential:
    """3x3 convolution, or of another size, batch normalisation, ReLU."""
    convolution = nn.Conv2d(inputs, outputs, size, stride, padding=dilation * (size // 2), dilation=dilation, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs, momentum=0.03), nn.ReLU(inplace=True))


class Residual(nn.Module):
    """Two convolutions and a shortcut; `inner` channels between them, as many as outside unless given."""

    def __init__(self, width: int, dilation: int = 1, inner: int | None = None) -> None:
        super().__init__()
        between = inner or width
        self.first = convolve(width, between, dilation=dilation)
        self.second = nn.Sequential(nn.Conv2d(between, width, 3, padding=1, bias=False), nn.BatchNorm2d(width, momentum=0.03))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class Added(Residual):
    """One that adds nothing before it is trained."""

    def __init__(self, width: int, inner: int, dilation: int = 1) -> None:
        super().__init__(width, dilation, inner)
        nn.init.zeros_(self.second[-1].weight)
