"""The networks of patchcore and student-teacher."""

from torch import Tensor, nn

from networks.convolutions import Residual, convolve
from networks.features import Features


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
