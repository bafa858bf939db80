"""
The networks: fully convolutional, no one-channel convolution at full resolution, at most 2.6 GFLOP in the convolutions a look at
a 40-ft container.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from features import Features


def convolve(inputs: int, outputs: int, stride: int = 1, dilation: int = 1, size: int = 3) -> nn.Sequential:
    """3x3 convolution, or of another size, batch normalisation, ReLU."""
    convolution = nn.Conv2d(inputs, outputs, size, stride, padding=dilation * (size // 2), dilation=dilation, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs, momentum=0.03), nn.ReLU(inplace=True))


class Residual(nn.Module):
    """Two convolutions and a shortcut."""

    def __init__(self, width: int, dilation: int = 1) -> None:
        super().__init__()
        self.first = convolve(width, width, dilation=dilation)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width, momentum=0.03))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class Unet(nn.Module):
    """
    Attenuation [n, 1 or 2, h, w] to logits [n, 1, h/2, w/2]; h and w are multiples of 32. What is known of each cell of
    16 x 16 pixels at every depth is weighed once more, and the verdict added to all its logits: that of the highest decides.
    """

    def __init__(self, energies: int, widths: tuple[int, ...] = (16, 32, 56, 96)) -> None:
        super().__init__()
        a, b, c, d = widths
        self.features = Features(energies)
        self.stem = convolve(self.features.channels, a, stride=2)
        self.down1 = nn.Sequential(convolve(a, b, stride=2), Residual(b))
        self.down2 = nn.Sequential(convolve(b, c, stride=2), Residual(c))
        self.down3 = nn.Sequential(convolve(c, d, stride=2), *(Residual(d, dilation) for dilation in (1, 2, 4)))
        self.across2, self.across1, self.across0 = nn.Conv2d(c, c, 1), nn.Conv2d(b, b, 1), nn.Conv2d(a, a, 1)
        self.up2, self.up1, self.up0 = nn.Conv2d(d, c, 1), nn.Conv2d(c, b, 1), nn.Conv2d(b, a, 1)
        self.mix2, self.mix1, self.mix0 = convolve(c, c), convolve(b, b), convolve(a, a)
        self.head = nn.Conv2d(a, 1, 1)
        nn.init.constant_(self.head.bias, -4.0)
        self.verdict = nn.Sequential(convolve(d + c + b + 1, 64, size=1), convolve(64, 64, size=1), nn.Conv2d(64, 1, 1))
        # It adds nothing before it is trained.
        nn.init.zeros_(self.verdict[-1].weight)
        nn.init.zeros_(self.verdict[-1].bias)

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
        return logits + functional.interpolate(self.verdict(cells), scale_factor=8.0, mode="nearest")


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


class Backbone(nn.Module):
    """Attenuation [n, 1, h, w] to features [n, width, h/8, w/8]."""

    def __init__(self, width: int = 48) -> None:
        super().__init__()
        self.features = Features(1)
        self.body = nn.Sequential(
            convolve(self.features.channels, 16, 2),
            convolve(16, 32, 2), Residual(32),
            convolve(32, 64, 2), Residual(64),
            nn.Conv2d(64, width, 1),
        )

    def forward(self, attenuation: Tensor) -> Tensor:
        return self.body(self.features(attenuation))


class Student(nn.Module):
    """As the backbone, but shallower: it can follow its teacher on what it has seen, and not beyond."""

    def __init__(self, width: int = 48) -> None:
        super().__init__()
        self.features = Features(1)
        self.body = nn.Sequential(
            convolve(self.features.channels, 16, 2), convolve(16, 32, 2), convolve(32, 48, 2), convolve(48, 48), nn.Conv2d(48, width, 1)
        )

    def forward(self, attenuation: Tensor) -> Tensor:
        return self.body(self.features(attenuation))
