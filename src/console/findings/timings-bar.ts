import type { Timings } from '../../domain/screening/timings.ts';
import { element } from '../element.ts';

const STAGES = [
  ['queueMs', 'queue'],
  ['decodeMs', 'decode'],
  ['prepareMs', 'prepare'],
  ['inferMs', 'infer'],
  ['interpretMs', 'interpret'],
] as const satisfies readonly (readonly [keyof Timings, string])[];

function millisecondsText(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** Where the time went: one bar of the stages, their milliseconds, and what the page itself waited, if it did. */
export function timingsBar(timings: Timings, roundTripMs: number | null): HTMLElement {
  const known = STAGES.reduce((sum, [key]) => sum + timings[key], 0);
  // The rest: other technologies on the same scan, encoding the pictures that this page asked for, hand-overs.
  const rows = [
    ...STAGES.map(([key, name]) => ({ name, ms: timings[key] })),
    { name: 'other', ms: Math.max(0, timings.totalMs - known) },
  ];
  const segments = rows.map(({ name, ms }) => {
    const segment = element('span', { class: `stage-part is-${name}`, title: `${name} ${millisecondsText(ms)}` });
    segment.style.flexGrow = String(ms);
    return segment;
  });
  return element(
    'div',
    {},
    element(
      'p',
      { class: 'time-total' },
      element('b', {}, millisecondsText(timings.totalMs)),
      ...(roundTripMs === null
        ? []
        : [element('small', {}, `of ${millisecondsText(roundTripMs)} until this page had it`)]),
    ),
    element('div', { class: 'stage-bar', 'aria-hidden': 'true' }, ...segments),
    element(
      'dl',
      { class: 'facts stage-times' },
      ...rows.map(({ name, ms }) =>
        element(
          'div',
          { class: 'fact' },
          element('dt', {}, element('span', { class: `swatch is-${name}`, 'aria-hidden': 'true' }), name),
          element('dd', {}, element('b', {}, millisecondsText(ms))),
        ),
      ),
    ),
  );
}
