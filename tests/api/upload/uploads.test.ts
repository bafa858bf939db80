import { describe, expect, it } from 'vitest';
import { createUploads } from '../../../src/api/upload/uploads.ts';
import type { Failure } from '../../../src/domain/failure.ts';

const FULL: Failure = { code: 'overloaded', message: 'Another scan has its place now.', retryAfterSeconds: 2 };

/** Uploads on a clock that stands still until told, and which of them have lost their places. */
function houseWithClock() {
  let timeMs = 0;
  const uploads = createUploads(() => timeMs);
  const lost: string[] = [];
  return {
    begin(name: string) {
      const upload = uploads.begin(() => lost.push(name));
      return upload;
    },
    reclaim: () => uploads.reclaim(FULL),
    pass: (ms: number) => {
      timeMs += ms;
    },
    lost,
  };
}

describe('an upload', () => {
  it('keeps its place while its bytes come, however long it takes', () => {
    const { begin, reclaim, pass, lost } = houseWithClock();
    const upload = begin('steady');
    for (let second = 0; second < 600; second++) {
      pass(1_000);
      upload.received(70_000);
      expect(reclaim()).toBe(false);
    }
    expect(lost).toEqual([]);
  });

  it('loses its place to a scan that asks for one after two seconds of silence, and hears why', () => {
    const { begin, reclaim, pass, lost } = houseWithClock();
    const heard: Failure[] = [];
    begin('silent').whenLost((failure) => heard.push(failure));
    pass(2_000);
    expect(reclaim()).toBe(false);
    pass(1);
    expect(reclaim()).toBe(true);
    expect([lost, heard]).toEqual([['silent'], [FULL]]);
    expect(reclaim()).toBe(false);
  });

  it('that trickles loses its place as one that is silent', () => {
    const { begin, reclaim, pass } = houseWithClock();
    const upload = begin('a byte a second');
    for (let second = 0; second < 3; second++) {
      pass(1_000);
      upload.received(1);
    }
    expect(reclaim()).toBe(true);
  });

  it('is forgiven a pause as soon as its bytes come again, but saves up no more than two seconds', () => {
    const { begin, reclaim, pass } = houseWithClock();
    const upload = begin('in bursts');
    pass(60_000);
    upload.received(64_000_000);
    expect(reclaim()).toBe(false);
    pass(2_001);
    expect(reclaim()).toBe(true);
  });

  it('hears of a loss that came before anybody listened', () => {
    const { begin, reclaim, pass } = houseWithClock();
    const upload = begin('early');
    pass(3_000);
    reclaim();
    const heard: Failure[] = [];
    upload.whenLost((failure) => heard.push(failure));
    expect(heard).toEqual([FULL]);
  });

  it('that has ended cannot lose its place', () => {
    const { begin, reclaim, pass } = houseWithClock();
    begin('whole').end();
    pass(60_000);
    expect(reclaim()).toBe(false);
  });
});

it('the upload that has stalled longest is the first to go', () => {
  const { begin, reclaim, pass, lost } = houseWithClock();
  const first = begin('first');
  begin('second');
  pass(1_000);
  first.received(64_000);
  pass(5_000);
  expect([reclaim(), reclaim(), reclaim()]).toEqual([true, true, false]);
  expect(lost).toEqual(['second', 'first']);
});
