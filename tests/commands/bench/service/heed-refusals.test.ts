import { describe, expect, it } from 'vitest';
import { heedRefusals } from '../../../../src/commands/bench/service/heed-refusals.ts';
import type { Answered, Target } from '../../../../src/commands/bench/targets/drive-block.ts';
import type { FailureCode, Outcome } from '../../../../src/domain/failure.ts';
import { succeed } from '../../../../src/domain/failure.ts';

const ANSWERED = succeed({ answer: 'clear', serviceMs: 5 });

/** That the service is full, and when to come again. */
function refused(retryAfterSeconds?: number, code: FailureCode = 'overloaded'): Outcome<Answered> {
  return {
    ok: false,
    failure: { code, message: 'It is full.', ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) },
  };
}

/** A service that works 5 ms on each scan, by a clock that only its work and waiting move. */
function service(replies: Outcome<Answered>[], places = 1) {
  let nowMs = 0;
  const sentAtMs: number[] = [];
  const target: Target = {
    screen: async () => {
      sentAtMs.push(nowMs);
      await null;
      nowMs += 5;
      return replies.shift() ?? ANSWERED;
    },
  };
  const sleep = async (ms: number) => {
    nowMs += ms;
  };
  return { ...heedRefusals(target, places, { nowMs: () => nowMs, sleep }), sentAtMs };
}

describe('heedRefusals', () => {
  it('counts a refused scan as failed, sends none for as long as the service asks for, and stops the clock meanwhile', async () => {
    const { target, clock, sentAtMs } = service([refused(3), ANSWERED]);
    const first = await target.screen(0);
    expect(first).toMatchObject({
      failure: { code: 'runtime-failed', message: expect.stringContaining('It is full.') },
    });
    expect(await target.screen(1)).toEqual(ANSWERED);
    expect(sentAtMs).toEqual([0, 3005]);
    expect(clock.nowMs()).toBe(10);
  });

  it('waits a second where the service does not say how long', async () => {
    const { target, sentAtMs } = service([refused()]);
    await target.screen(0);
    await target.screen(1);
    expect(sentAtMs).toEqual([0, 1005]);
  });

  it('hands a refusal on where it is to wait more than a minute, or for more than two in all', async () => {
    const hour = service([refused(3600, 'rate-limited')]);
    expect(await hour.target.screen(0)).toMatchObject({ failure: { code: 'rate-limited' } });
    const often = service([refused(60), refused(60), refused(1)]);
    const codes: unknown[] = [];
    for (let scan = 0; scan < 3; scan++) {
      const outcome = await often.target.screen(scan);
      codes.push(outcome.ok ? null : outcome.failure.code);
    }
    expect(codes).toEqual(['runtime-failed', 'runtime-failed', 'overloaded']);
  });

  it('says what to do: fewer workers of a full service, another key of one that limits the rate', async () => {
    const full = await service([refused(1)], 4).target.screen(0);
    expect(full).toMatchObject({
      failure: { message: expect.stringContaining('No more than 4 scans were under way.') },
    });
    const limited = await service([refused(1, 'rate-limited')]).target.screen(0);
    expect(limited).toMatchObject({ failure: { message: expect.stringContaining('a key that may send more') } });
  });

  it('leaves other failures as they are', async () => {
    const { target, clock } = service([refused(9, 'runtime-failed')]);
    expect(await target.screen(0)).toEqual(refused(9, 'runtime-failed'));
    expect(clock.nowMs()).toBe(5);
  });
});
