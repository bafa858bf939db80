import { describe, expect, it } from 'vitest';
import { createGivingWay } from '../../src/processes/giving-way.ts';

function start() {
  const begun: number[] = [];
  const givingWay = createGivingWay((slot) => begun.push(slot));
  return { begun, givingWay };
}

describe('processes that want to give way', () => {
  it('do so one after the other, each when the replacement of the one before serves', () => {
    const { begun, givingWay } = start();
    for (const slot of [0, 1, 0, 2]) givingWay.ask(slot);
    expect(begun).toEqual([0]);
    givingWay.ended(0, { hasListened: true });
    expect(begun).toEqual([0]);
    givingWay.listens(0);
    expect(begun).toEqual([0, 1]);
  });

  it('wait no longer for a replacement that ends before it serves', () => {
    const { begun, givingWay } = start();
    for (const slot of [0, 1]) givingWay.ask(slot);
    givingWay.ended(0, { hasListened: true });
    givingWay.ended(0, { hasListened: false });
    expect(begun).toEqual([0, 1]);
  });

  it('do so again before the next one where their replacement wants to before it serves', () => {
    const { begun, givingWay } = start();
    for (const slot of [0, 1]) givingWay.ask(slot);
    givingWay.ended(0, { hasListened: true });
    givingWay.ask(0);
    expect(begun).toEqual([0, 0]);
    givingWay.ended(0, { hasListened: false });
    expect(begun).toEqual([0, 0, 1]);
  });

  it('lose their turn where they end before it comes', () => {
    const { begun, givingWay } = start();
    for (const slot of [0, 1, 2]) givingWay.ask(slot);
    givingWay.ended(1, { hasListened: true });
    givingWay.listens(1);
    expect(begun).toEqual([0]);
    givingWay.ended(0, { hasListened: true });
    givingWay.listens(0);
    expect(begun).toEqual([0, 2]);
  });
});
