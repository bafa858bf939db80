import { expect, it } from 'vitest';
import { withinDeadline } from '../../../src/api/scans/deadline.ts';

it('counts from the moment the body had arrived whole, however long ago that was, and says how long was allowed', async () => {
  const never = new Promise<never>(() => {});
  const failed = await withinDeadline(never, { at: performance.now() - 5000, ms: 600_000 });
  expect(failed).toMatchObject({
    failure: { code: 'deadline-passed', message: expect.stringContaining('within 600000 ms') },
  });
});
