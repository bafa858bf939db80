import { isGpuProvider, type Technology } from '../../domain/technology.ts';

/** Whether a technology is away and may be back without a restart: with its server, or with the GPU that was lost. */
export function mayComeBack({ runtime, provider, state }: Technology): boolean {
  return state === 'unavailable' && (runtime === 'remote' || isGpuProvider(provider));
}
