/**
 * How far a score of a provider may be from that of the CPU, of scores from 0 to 1. Sums of float32 in another order differ
 * by 1e-6 over a whole network (measured on WebGPU: docs/gpu-hosts.md); ten times that is still below the step in which
 * scores are told, 1/65,535, so a decision changes only where a score lies on its threshold.
 */
export const PROVIDER_TOLERANCE = 1e-5;
