import { describe, expect, it } from 'vitest';
import { byTurns } from '../../bench/by-turns.ts';

describe('byTurns', () => {
  it('changes who goes first from round to round, and gives each its own figure', async () => {
    const order: string[] = [];
    const measure = (name: string) => async () => `${name}${order.push(name)}`;
    const turns = await byTurns(
      { first: measure('a'), second: measure('b') },
      { rounds: 3, onRound: () => order.push('|') },
    );
    expect(order.join('')).toBe('ab|ba|ab|');
    expect(turns).toEqual([
      { first: 'a1', second: 'b2' },
      { first: 'a5', second: 'b4' },
      { first: 'a7', second: 'b8' },
    ]);
  });
});
