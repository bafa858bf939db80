"""Weights back out of an exported model, where no checkpoint was kept: convolutions as they run, normalisation measured anew."""

from collections.abc import Iterable
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from fitting.exported import matched, weights_of

PROBE = (1, 64, 64)
"""Channels are put before it: small, for nothing but the order in which layers run."""

Layer = tuple[nn.Conv2d, nn.BatchNorm2d | None]
"""A convolution, and the normalisation that runs right after it."""


@torch.no_grad()
def load_exported(network: nn.Module, model: Path, energies: int, batches: Iterable[Tensor]) -> None:
    """
    Fills a network with the weights of its own export, in which each normalisation is part of its convolution. Batch
    normalisation gets the statistics that the batches have, so that it answers as exported and can be trained on. Layers that
    the export has not yet stay as they begin. Raises ValueError where the model is of another network.
    """
    network.eval()
    layers = _in_order(network, torch.zeros(PROBE[0], energies, *PROBE[1:]))
    weights = weights_of(onnx.load(str(model)))
    (stem, stem_bias), seen = weights[0], layers[0][0].in_channels
    weights[0] = stem[:, :seen], stem_bias
    exported = matched(((tuple(conv.weight.shape), norm is not None or conv.bias is not None) for conv, norm in layers), weights)
    if exported is None:
        raise ValueError(f"{model} is no export of this network: its convolutions have other shapes.")
    kept = [(conv, norm, *own) for (conv, norm), own in zip(layers, exported, strict=True) if own is not None]
    for conv, norm, weight, bias in kept:
        conv.weight.copy_(torch.tensor(weight))
        if norm is not None:
            norm.running_mean.zero_()
            norm.running_var.fill_(1 - norm.eps)
            norm.weight.fill_(1)
            norm.bias.copy_(torch.tensor(bias))
        elif conv.bias is not None:
            conv.bias.copy_(torch.tensor(bias))
    _measure([norm for _, norm, _, _ in kept if norm is not None], network, batches)


def _in_order(network: nn.Module, given: Tensor) -> list[Layer]:
    """As they run."""
    called: list[nn.Module] = []
    kinds = (nn.Conv2d, nn.BatchNorm2d)
    hooks = [part.register_forward_hook(lambda part, *_: called.append(part)) for part in network.modules() if isinstance(part, kinds)]
    network(given)
    for hook in hooks:
        hook.remove()
    followers = [*called[1:], None]
    return [
        (part, follower if isinstance(follower, nn.BatchNorm2d) else None)
        for part, follower in zip(called, followers, strict=True)
        if isinstance(part, nn.Conv2d)
    ]


def _measure(norms: list[nn.BatchNorm2d], network: nn.Module, batches: Iterable[Tensor]) -> None:
    """Mean and variance of what each normalisation is given; its scale and shift then undo them."""
    sums = {norm: torch.zeros(3, norm.num_features, dtype=torch.float64) for norm in norms}

    def count(norm: nn.BatchNorm2d, given: tuple[Tensor, ...], _: Tensor) -> None:
        values = given[0].double()
        sums[norm] += torch.stack([torch.full_like(values[0, :, 0, 0], values[:, 0].numel()), values.sum((0, 2, 3)), values.square().sum((0, 2, 3))])

    hooks = [norm.register_forward_hook(count) for norm in norms]
    for batch in batches:
        network(batch)
    for hook in hooks:
        hook.remove()
    for norm, (number, total, squares) in sums.items():
        mean = total / number
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(squares / number - mean.square())
        norm.weight.copy_((norm.running_var + norm.eps).sqrt())
        norm.bias.add_(norm.running_mean)
