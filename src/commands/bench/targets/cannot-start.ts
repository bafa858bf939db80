import { type Failure, type FailureCode, fail } from '../../../domain/failure.ts';

/** Said of what a plan names, with a cure of its own. */
const OF_PLAN: readonly FailureCode[] = ['unknown-technology', 'unknown-model', 'not-found', 'malformed-request'];

/** Why a technology that a plan names is not there to be compared, and that the others may be compared without it. */
export function cannotStart(technology: string, { code, message }: Failure): ReturnType<typeof fail> {
  if (OF_PLAN.includes(code)) return fail(code, message);
  return fail(code, `${technology} cannot be started: ${message} Mend that, or leave the technology out.`);
}
