import { fail, type Outcome } from '../../domain/failure.ts';

/** Why none of a folder's technologies can be compared, with the reason of each. */
export function noneReady(
  modelsDir: string,
  unavailable: readonly { readonly technology: string; readonly reason: string }[],
): Outcome<never> {
  const reasons = unavailable.map(({ technology, reason }) => `${technology}: ${reason}`);
  return fail(
    'unknown-technology',
    `${modelsDir} holds no technology that is ready. ${reasons.join(' ') || 'Name another folder with --models.'}`,
  );
}
