/** The argument between 0 and 1 at which an increasing function reaches the target, by bisection to the last bit. */
export function solveIncreasing(f: (x: number) => number, target: number): number {
  let below = 0;
  let above = 1;
  // Some 60 steps, and nothing to tune.
  for (;;) {
    const middle = (below + above) / 2;
    if (middle <= below || middle >= above) return middle;
    if (f(middle) < target) below = middle;
    else above = middle;
  }
}
