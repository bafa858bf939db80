import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FromPrimary } from '../../src/processes/messages.ts';
import { createRelay } from '../../src/processes/relay.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function startRelay(serving: readonly number[] = [0, 1, 2], screening: () => readonly number[] = () => serving) {
  const sent: { readonly to: number; readonly message: FromPrimary }[] = [];
  const relay = createRelay({
    slots: [0, 1, 2],
    serving: () => serving,
    screening,
    send: (to, message) => void sent.push({ to, message }),
    retireMetrics: (texts) => texts.join('+'),
    takeRequest: (keyId, perMinute) => (keyId === 'known' ? perMinute : 0),
  });
  const sentTo = (slot: number) => sent.filter(({ to }) => to === slot).map(({ message }) => message);
  return { relay, sentTo };
}

const tell = { kind: 'tell', id: 7, topic: 'queue-grew', news: null } as const;

describe('news', () => {
  it('go to every other process, and are delivered when those that serve have heard them', () => {
    const { relay, sentTo } = startRelay([0, 1]);
    relay.hear(0, tell);
    const told = { kind: 'told', from: 0, id: 7, topic: 'queue-grew', news: null };
    expect([sentTo(1), sentTo(2)]).toEqual([[told], [told]]);
    expect(sentTo(0)).toEqual([]);
    relay.hear(1, { kind: 'heard', from: 0, id: 7 });
    expect(sentTo(0)).toEqual([{ kind: 'delivered', id: 7 }]);
  });

  it('are not waited for where a process is busy for a second, or ends', () => {
    const { relay, sentTo } = startRelay();
    relay.hear(0, tell);
    relay.hear(1, { kind: 'heard', from: 0, id: 7 });
    expect(sentTo(0)).toEqual([]);
    relay.left(2);
    expect(sentTo(0)).toEqual([{ kind: 'delivered', id: 7 }]);
    relay.hear(0, { ...tell, id: 8 });
    vi.advanceTimersByTime(1000);
    expect(sentTo(0).at(-1)).toEqual({ kind: 'delivered', id: 8 });
  });

  it('of a process that has ended are answered to nobody: its replacement counts anew', () => {
    const { relay, sentTo } = startRelay();
    relay.hear(0, tell);
    relay.left(0);
    relay.hear(1, { kind: 'heard', from: 0, id: 7 });
    relay.hear(2, { kind: 'heard', from: 0, id: 7 });
    vi.advanceTimersByTime(5000);
    expect(sentTo(0)).toEqual([]);
  });
});

describe('metrics', () => {
  it('are those of the others, the last known ones of who is busy, and what ended processes counted', () => {
    const { relay, sentTo } = startRelay();
    relay.hear(0, { kind: 'metrics-wanted', id: 1, text: 'a1' });
    relay.hear(1, { kind: 'metrics', gathering: 1, text: 'b1' });
    relay.hear(2, { kind: 'metrics', gathering: 1, text: 'c1' });
    expect(sentTo(0)).toEqual([{ kind: 'metrics-of-others', id: 1, texts: ['b1', 'c1'] }]);

    relay.left(2);
    relay.hear(1, { kind: 'metrics-wanted', id: 1, text: 'b2' });
    relay.hear(2, { kind: 'metrics', gathering: 2, text: 'c2' });
    vi.advanceTimersByTime(1000);
    expect(sentTo(1).at(-1)).toEqual({ kind: 'metrics-of-others', id: 1, texts: ['a1', 'c2', 'c1'] });

    relay.left(2);
    relay.hear(0, { kind: 'metrics-wanted', id: 2, text: 'a3' });
    vi.advanceTimersByTime(1000);
    expect(sentTo(0).at(-1)).toEqual({ kind: 'metrics-of-others', id: 2, texts: ['b2', 'c1+c2'] });
  });
});

it('takes requests off limits that all processes share', () => {
  const { relay, sentTo } = startRelay();
  relay.hear(2, { kind: 'take', id: 3, keyId: 'known', perMinute: 60 });
  expect(sentTo(2)).toEqual([{ kind: 'taken', id: 3, waitSeconds: 60 }]);
});

it('says whether another process screens than the one that asks', () => {
  let screening: readonly number[] = [];
  const { relay, sentTo } = startRelay([0, 1], () => screening);
  const asked = [[], [2], [0, 2]].map((able, id) => {
    screening = able;
    relay.hear(2, { kind: 'screening-wanted', id });
    return sentTo(2).at(-1);
  });
  const answer = (id: number, isSo: boolean) => ({ kind: 'screening-elsewhere', id, isSo });
  expect(asked).toEqual([answer(0, false), answer(1, false), answer(2, true)]);
});
