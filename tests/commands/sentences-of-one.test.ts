import { expect, it } from 'vitest';
import { earlyEndWarning } from '../../src/commands/bench/end-early.ts';
import { whyOtherScans } from '../../src/commands/bench/same-scans.ts';
import { withheldText } from '../../src/commands/bench/speed/timed-failures.ts';
import { unreadableCount } from '../../src/commands/sample-screening/gather-screened.ts';
import { checkCount } from '../../src/evaluation/calibrate.ts';
import { overcommitWarning } from '../../src/workers/thread-budget.ts';
import { failureOf } from '../fixtures/value-from.ts';

const UNREADABLE = { name: 'scan', folder: 'set', reason: 'cut off' };
const EARLY = { scenario: 'offline', rounds: 1, plannedRounds: 1, untimed: [] } as const;

it.each([
  [failureOf(checkCount(1, 0.01)), '1 benign scan cannot support a false-alarm limit'],
  [
    overcommitWarning({ workers: 1, intraOpThreads: 2, usableCpus: 1 }),
    '1 worker × 2 intra-op threads are 2 threads on 1 usable CPU:',
  ],
  [withheldText({ queries: 1, failed: 1 }), '1 of 1 query failed'],
  [whyOtherScans([{ scan: 'a', key: 'x' }], [{ scan: 'a', key: 'y' }]), '1 of 1 timed scan changed'],
  [unreadableCount([UNREADABLE], 0), '1 of 1 scan cannot be read and is in no number'],
  [earlyEndWarning(EARLY), 'after 1 of 1 round of offline'],
])('%s', (sentence, part) => {
  expect(sentence).toContain(part);
});
