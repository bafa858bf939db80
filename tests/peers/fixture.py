"""Writes the oracle values that the tests compare with, or checks that the packages still give the committed ones."""

import json
import math
import sys
from pathlib import Path

ORACLES = Path(__file__).resolve().parent.parent / "fixtures" / "oracles"

# Relative: what another version or processor may round differently, where a peer computes in 32 bits.
TOLERANCE = 1e-6


def write_or_check(name: str, values: dict) -> None:
    """Writes `values` to tests/fixtures/oracles/<name>.json; with --check compares them, and exits 1 on a difference."""
    path = ORACLES / f"{name}.json"
    if "--check" not in sys.argv[1:]:
        path.write_text(json.dumps(values, indent=1) + "\n")
        print(f"wrote {path}")
        return
    differences = list(differ(json.loads(path.read_text()), json.loads(json.dumps(values)), name))
    for difference in differences:
        print(difference)
    print(f"{name}: {'agrees' if not differences else f'{len(differences)} values differ'}")
    sys.exit(1 if differences else 0)


def differ(committed, computed, where: str):
    if isinstance(committed, dict) and isinstance(computed, dict):
        for key in committed.keys() | computed.keys():
            if key != "madeWith":
                yield from differ(committed.get(key), computed.get(key), f"{where}.{key}")
    elif isinstance(committed, list) and isinstance(computed, list) and len(committed) == len(computed):
        for place, (a, b) in enumerate(zip(committed, computed)):
            yield from differ(a, b, f"{where}[{place}]")
    elif isinstance(committed, float) or isinstance(computed, float):
        if not math.isclose(committed, computed, rel_tol=TOLERANCE, abs_tol=1e-12):
            yield f"{where}: committed {committed}, computed {computed}"
    elif committed != computed:
        yield f"{where}: committed {committed}, computed {computed}"
