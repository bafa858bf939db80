/** What a choice costs, of which less is better, and what it is worth, of which more is. */
export interface Choice {
  readonly cost: number;
  readonly worth: number;
}

/** Those that no other beats: none is as cheap and worth as much, and better in one of the two. Cheapest first. */
export function paretoFront<T extends Choice>(choices: readonly T[]): readonly T[] {
  return choices
    .filter(
      (choice) =>
        !choices.some(
          (other) =>
            other.cost <= choice.cost &&
            other.worth >= choice.worth &&
            (other.cost < choice.cost || other.worth > choice.worth),
        ),
    )
    .toSorted((a, b) => a.cost - b.cost);
}
