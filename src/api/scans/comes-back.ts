import { isOnOwnCpu, LOADED_AGAIN, SESSION_BROKEN, type Technology } from '../../domain/technology/technology.ts';

/**
 * Whether a technology is away and may be back without a restart: with its server, a GPU that was lost, another thread, or
 * its files.
 */
export function mayComeBack(technology: Technology): boolean {
  const { state, reason } = technology;
  if (state !== 'unavailable') return false;
  return !isOnOwnCpu(technology) || reason === SESSION_BROKEN || reason.endsWith(LOADED_AGAIN);
}
