import { describe, expect, it } from 'vitest';
import { createSuspects } from '../../src/processes/suspects.ts';

describe('the queued scans that processes ended with', () => {
  it('are those that were at work, counted, and of that process alone', () => {
    const suspects = createSuspects();
    suspects.begun(0, 'ends-it');
    suspects.begun(0, 'beside');
    suspects.begun(0, 'done');
    suspects.begun(1, 'elsewhere');
    suspects.ended(0, 'done');
    suspects.processEnded(0);
    suspects.processEnded(0);
    expect(suspects.list()).toEqual([
      ['ends-it', 1],
      ['beside', 1],
    ]);
    suspects.begun(0, 'beside');
    suspects.ended(0, 'beside');
    suspects.begun(0, 'ends-it');
    suspects.processEnded(0);
    expect(suspects.list()).toEqual([['ends-it', 2]]);
  });
});
