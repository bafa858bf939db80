import type { Manifest } from '../../inference/model/manifest.ts';

/** A card for a model of which nothing is known yet but what was assumed of it; what to write is said where it is missing. */
export function cardSkeleton({ id, title, licence }: Manifest, origin: string, assumptions: readonly string[]): string {
  return `# ${id}

${title}. Licence: ${licence}. Added from \`${origin}\` as it was; **nothing is known yet of what it finds.**

## How it works

Not described yet: what the model looks for, and what it was made with. How scans become its input, and what is read of its
answer, was assumed when it was added:

${assumptions.map((assumption) => `- ${assumption}`).join('\n')}

## Data

Not described yet: which scans it learned from, of which scanners, with which threats.

## Measured results

<!-- measured: begin -->
Not measured yet, and not calibrated: its threshold is a placeholder, its false-alarm rate unknown.
<!-- measured: end -->

## Where it fails

Not known yet.
`;
}
