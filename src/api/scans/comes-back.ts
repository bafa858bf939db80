import { isGpuProvider, SESSION_BROKEN, type Technology } from '../../domain/technology.ts';

/** Whether a technology is away and may be back without a restart: with its server, a GPU that was lost, or another thread. */
export function mayComeBack({ runtime, provider, state, reason }: Technology): boolean {
  return state === 'unavailable' && (runtime === 'remote' || isGpuProvider(provider) || reason === SESSION_BROKEN);
}
