import { fail, type Outcome } from '../domain/failure.ts';

/** Whether nobody can use the answer any more: its deadline has passed or its client has left. Asked between stages, and while another machine works. */
export type IsCalledOff = () => boolean;

/** For work that is always wanted. */
export const neverCalledOff: IsCalledOff = () => false;

/** What work that was called off ends with; `stage` is the last that was done. */
export function calledOff(stage: 'decode' | 'prepare' | 'infer'): Outcome<never> {
  return fail(
    'deadline-passed',
    `The work was called off after its stage ${stage}: its deadline had passed or its client had left. Allow more time.`,
  );
}
