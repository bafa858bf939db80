import { isGpuProvider, LOADED_AGAIN, SESSION_BROKEN, type Technology } from '../../domain/technology.ts';

/**
 * Whether a technology is away and may be back without a restart: with its server, a GPU that was lost, another thread, or
 * its files.
 */
export function mayComeBack({ runtime, provider, state, reason }: Technology): boolean {
  if (state !== 'unavailable') return false;
  return runtime === 'remote' || isGpuProvider(provider) || reason === SESSION_BROKEN || reason.endsWith(LOADED_AGAIN);
}
