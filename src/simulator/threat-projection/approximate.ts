/** Why a projected threat is not what the benign scan's own scanner would have shown of it. */
export const APPROXIMATE_REASONS = {
  'display-curve-unknown':
    'the benign scan is an 8-bit display picture: its curve was assumed, or is what --gamma says of it',
  'benign-energies-unknown': 'the benign scan does not say its energies: a scanner was assumed (--like)',
  'benign-energies-differ':
    'the benign scan has other energies (--energies) than the scanner whose spectra were assumed (--like)',
  'threat-energies-unknown': 'the threat does not say the energies it was recorded with',
  'threat-energies-differ':
    'the threat has other energies than the benign scan: those it was recorded with, or those of --like',
  'threat-energies-swapped': "the threat's low-energy picture lets more through than the high one: taken as swapped",
  'benign-pitch-estimated': "the benign scan's pixel pitch was estimated from the container's height",
  'threat-pitch-assumed': "the threat's pixel pitch was assumed (--threat-pitch-mm)",
} as const satisfies Record<string, string>;

export type ApproximateReason = keyof typeof APPROXIMATE_REASONS;

/** Whether something is one of these reasons. */
export function isApproximateReason(value: unknown): value is ApproximateReason {
  return typeof value === 'string' && Object.hasOwn(APPROXIMATE_REASONS, value);
}
