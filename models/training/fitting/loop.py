"""One training loop for all: AdamW, warm-up and cosine, bfloat16 on CPUs that have it, checkpoints that resume."""

import shutil
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset

AVERAGE_OVER_STEPS = 300
"""The exported weights are a running average over about so many steps."""
CHECKPOINT_EVERY = 200
MOST_SKIPPED = 20
"""Batches in a row of which no gradient is finite: one is passed over, so many are a mistake."""


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def is_bfloat16_native() -> bool:
    """Whether bfloat16 saves time: a CPU without such instructions emulates it, at more than twice the time of float32."""
    has = torch.cpu.get_capabilities()
    return device().type == "cuda" or bool(has.get("amx_bf16") or has.get("avx512_bf16"))


def compiled(function: Callable) -> Callable:
    """
    The same function as one program, where a CPU trains and there is a C++ compiler: a step of `refine_tip_unet.py` takes a
    third less.
    """
    has_compiler = device().type == "cpu" and (shutil.which("g++") or shutil.which("clang++"))
    return torch.compile(function, dynamic=False) if has_compiler else function


def batches(tiles: IterableDataset, size: int, processes: int) -> Iterator[list[Tensor]]:
    """Endless batches on the device, made ahead by loader processes."""
    loader = DataLoader(tiles, batch_size=size, num_workers=processes, prefetch_factor=4 if processes else None)
    for batch in loader:
        yield [part.to(device(), memory_format=torch.channels_last if part.dim() == 4 else torch.preserve_format) for part in batch]


def train(
    network: nn.Module,
    data: Iterator[list[Tensor]],
    loss_of: Callable[[nn.Module, list[Tensor]], Tensor],
    *,
    steps: int,
    rate: float,
    checkpoint: Path,
) -> nn.Module:
    """
    Trains for a number of steps, none at all included, and returns the averaged network, in evaluation mode. Resumes from
    `checkpoint`.
    """
    network = network.to(device(), memory_format=torch.channels_last).train()
    averaged = deepcopy(network).eval().requires_grad_(False)
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=max(1, steps), pct_start=0.08)
    step = _resume(checkpoint, network, averaged, optimizer, schedule)
    is_native = is_bfloat16_native()
    started, first, recent, skipped = time.monotonic(), step, 0.0, 0
    while step < steps:
        with torch.autocast(device().type, dtype=torch.bfloat16, enabled=is_native):
            loss = loss_of(network, next(data))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        length = nn.utils.clip_grad_norm_(network.parameters(), 3.0)
        if not length.isfinite():
            # Clipped it would still not be finite, and no weight after such a step.
            skipped += 1
            if skipped == MOST_SKIPPED or not loss.isfinite():
                raise SystemExit(f"no finite gradient after step {step}, of a loss of {loss.item():.4f}: look at the network and its tiles. The same command goes on from the last checkpoint.")
            print(f"step {step + 1}: no finite gradient of a loss of {loss.item():.4f}, its batch is passed over", flush=True)
            continue
        skipped = 0
        optimizer.step()
        schedule.step()
        step += 1
        _average(averaged, network, step)
        recent += (loss.item() - recent) * (1 if step == first + 1 else 0.02)
        if step % 50 == 0:
            pace = (time.monotonic() - started) / (step - first)
            print(f"step {step}/{steps}  loss {recent:.4f}  {pace:.2f} s a step, {pace * (steps - step) / 60:.0f} min left", flush=True)
        if step % CHECKPOINT_EVERY == 0 or step == steps:
            _save(checkpoint, step, network, averaged, optimizer, schedule)
    return averaged


def _average(averaged: nn.Module, network: nn.Module, step: int) -> None:
    keep = min(1 - 1 / AVERAGE_OVER_STEPS, step / (step + 10))
    for mean, value in zip(averaged.state_dict().values(), network.state_dict().values(), strict=True):
        if mean.is_floating_point():
            mean.lerp_(value, 1 - keep)
        else:
            mean.copy_(value)


def _save(path: Path, step: int, *parts) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save({"step": step, "parts": [part.state_dict() for part in parts]}, partial)
    partial.rename(path)


def _resume(path: Path, *parts) -> int:
    if not path.exists():
        return 0
    saved = torch.load(path, map_location=device(), weights_only=True)
    for part, state in zip(parts, saved["parts"], strict=True):
        part.load_state_dict(state)
    print(f"resumed {path} at step {saved['step']}")
    return saved["step"]
