import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/domain/failure.ts';
import { createAdmission } from '../../../src/workers/admission/admission.ts';
import type { Permit } from '../../../src/workers/screener.ts';

const LIVE = { priority: 'live' } as const;

const limitsOf = (limit: number) => ({ live: limit, challenger: limit, bench: limit });

function permitOf(outcome: Outcome<Permit>): Permit {
  if (!outcome.ok) throw new Error(`refused: ${outcome.failure.message}`);
  return outcome.value;
}

function retryAfterOf(outcome: Outcome<Permit>): number | undefined {
  return outcome.ok ? undefined : outcome.failure.retryAfterSeconds;
}

/** A door whose clock stands still until told. */
function doorWithClock(limit: number) {
  let timeMs = 1_000_000;
  const admission = createAdmission({ limits: limitsOf(limit), threads: 2, now: () => timeMs });
  return {
    admission,
    pass(ms: number) {
      timeMs += ms;
    },
  };
}

describe('createAdmission', () => {
  it('refuses at once when the limit is reached, and admits again when a place is given back', () => {
    const admission = createAdmission({ limits: limitsOf(2), threads: 2 });
    const first = permitOf(admission.admit(LIVE));
    permitOf(admission.admit(LIVE));
    expect(admission.admit(LIVE)).toMatchObject({ ok: false, failure: { code: 'overloaded', retryAfterSeconds: 1 } });
    first.release();
    expect(admission.admit(LIVE).ok).toBe(true);
  });

  it('takes a place back once, however often it is given', () => {
    const admission = createAdmission({ limits: limitsOf(3), threads: 2 });
    const first = permitOf(admission.admit(LIVE));
    permitOf(admission.admit(LIVE));
    first.release();
    first.release();
    expect(admission.inFlight().live).toBe(1);
  });

  it('tells a refused client when the scans in flight will be answered at the measured rate', () => {
    const { admission, pass } = doorWithClock(4);
    const permits = [1, 2, 3, 4].map(() => permitOf(admission.admit(LIVE)));
    // Two places come back in 10 s, so the four that are taken again will take 20 s.
    pass(5_000);
    permits[0]?.release();
    pass(5_000);
    permits[1]?.release();
    permitOf(admission.admit(LIVE));
    permitOf(admission.admit(LIVE));
    expect(retryAfterOf(admission.admit(LIVE))).toBe(20);
  });

  it('asks for whole seconds, at least one, where scans are fast', () => {
    const { admission, pass } = doorWithClock(2);
    const first = permitOf(admission.admit(LIVE));
    permitOf(admission.admit(LIVE));
    pass(40);
    first.release();
    permitOf(admission.admit(LIVE));
    expect(retryAfterOf(admission.admit(LIVE))).toBe(1);
  });

  it('does not take an idle night for slowness', () => {
    const { admission, pass } = doorWithClock(1);
    const evening = permitOf(admission.admit(LIVE));
    pass(100);
    evening.release();
    pass(8 * 3_600_000);
    permitOf(admission.admit(LIVE));
    expect(retryAfterOf(admission.admit(LIVE))).toBe(1);
  });

  it('asks for more and more patience while nothing comes free, up to a minute', () => {
    const { admission, pass } = doorWithClock(1);
    permitOf(admission.admit(LIVE));
    pass(9_500);
    expect(retryAfterOf(admission.admit(LIVE))).toBe(10);
    pass(3_600_000);
    expect(retryAfterOf(admission.admit(LIVE))).toBe(60);
  });

  it('looks only at the latest releases', () => {
    const { admission, pass } = doorWithClock(2);
    permitOf(admission.admit(LIVE));
    for (let scan = 0; scan < 100; scan++) {
      const permit = permitOf(admission.admit(LIVE));
      pass(scan < 60 ? 60_000 : 3_000);
      permit.release();
    }
    permitOf(admission.admit(LIVE));
    expect(retryAfterOf(admission.admit(LIVE))).toBe(6);
  });

  it('admits nothing while draining, and is drained when the last place is back', async () => {
    const admission = createAdmission({ limits: limitsOf(2), threads: 2 });
    const permit = permitOf(admission.admit(LIVE));
    let isDrained = false;
    const drained = admission.drain().then(() => {
      isDrained = true;
    });
    expect(admission.admit(LIVE)).toMatchObject({ ok: false, failure: { code: 'draining', retryAfterSeconds: 1 } });
    await Promise.resolve();
    expect(isDrained).toBe(false);
    permit.release();
    await drained;
    await admission.drain();
    expect(admission.inFlight().live).toBe(0);
  });

  it('gives each priority places of its own: what is full of challengers lets live scans in', async () => {
    const admission = createAdmission({ limits: { live: 1, challenger: 2, bench: 1 }, threads: 2 });
    const challengers = [1, 2].map(() => permitOf(admission.admit({ priority: 'challenger' })));
    expect(admission.admit({ priority: 'challenger' })).toMatchObject({ failure: { code: 'overloaded' } });
    const live = permitOf(admission.admit(LIVE));
    expect(admission.inFlight()).toEqual({ live: 1, challenger: 2, bench: 0 });

    let isDrained = false;
    const drained = admission.drain().then(() => {
      isDrained = true;
    });
    live.release();
    challengers[0]?.release();
    await Promise.resolve();
    expect(isDrained).toBe(false);
    challengers[1]?.release();
    await drained;
  });

  it('measures the rate of each priority for itself: slow benchmarks do not make live clients wait', () => {
    const { admission, pass } = doorWithClock(1);
    permitOf(admission.admit({ priority: 'bench' }));
    pass(30_000);
    permitOf(admission.admit(LIVE));
    expect(retryAfterOf(admission.admit({ priority: 'bench' }))).toBe(30);
    expect(retryAfterOf(admission.admit(LIVE))).toBe(1);
  });

  it('counts a scan that is put on record until it is answered', () => {
    const admission = createAdmission({ limits: limitsOf(4), threads: 2 });
    const permits = [1, 2, 3, 4].map(() => permitOf(admission.admit(LIVE)));
    permits[0]?.beginStoring();
    expect(admission.storing().live).toBe(1);
    expect(admission.inFlight().live).toBe(4);
    expect(admission.admit(LIVE)).toMatchObject({ ok: false, failure: { code: 'overloaded' } });
    permits[0]?.release();
    expect(admission.admit(LIVE).ok).toBe(true);
    expect(admission.storing().live).toBe(0);
  });

  it('lets in one scan for each thread and one that waits, however many a slow disk holds up, to a bounded number', () => {
    const admission = createAdmission({ limits: limitsOf(4), threads: 2 });
    let stored = 0;
    for (let next = admission.admit(LIVE); next.ok && stored < 100; next = admission.admit(LIVE)) {
      next.value.beginStoring();
      stored = admission.storing().live;
      if (admission.inFlight().live > stored) break;
    }
    expect(stored).toBe(16);
    // One has kept its place, because there is no room to wait for the disk; two more are let in, and no fourth.
    expect(admission.admit(LIVE).ok).toBe(true);
    expect(admission.admit(LIVE).ok).toBe(true);
    expect(admission.admit(LIVE)).toMatchObject({ ok: false, failure: { code: 'overloaded' } });
    expect(admission.inFlight().live).toBe(19);
  });

  it('holds a limit below the number of threads, whatever is put on record', () => {
    const admission = createAdmission({ limits: limitsOf(1), threads: 2 });
    permitOf(admission.admit(LIVE)).beginStoring();
    permitOf(admission.admit(LIVE));
    expect(admission.admit(LIVE)).toMatchObject({ ok: false, failure: { code: 'overloaded' } });
  });

  it('is drained when the threads are done: what is put on record needs none', async () => {
    const admission = createAdmission({ limits: limitsOf(2), threads: 2 });
    const permit = permitOf(admission.admit(LIVE));
    const drained = admission.drain();
    permit.beginStoring();
    await drained;
    permit.release();
    permit.release();
    expect(admission.inFlight().live).toBe(0);
  });
});
