import { describe, expect, it } from 'vitest';
import { severalFailed } from '../../../src/console/history/failed-scan.ts';

const names = (count: number) => Array.from({ length: count }, (_, place) => `gate-${place}.png`);

describe('severalFailed', () => {
  it('names all of a few', () => {
    const { title, detail } = severalFailed(names(2), 7);
    expect(title).toBe('2 of 7 scans were not screened');
    expect(detail).toBe('gate-0.png, gate-1.png.');
  });

  it('names five at most, and says how many more there are', () => {
    expect(severalFailed(names(5), 5).detail).toBe('gate-0.png, gate-1.png, gate-2.png, gate-3.png, gate-4.png.');
    expect(severalFailed(names(150), 150).detail).toBe(
      'gate-0.png, gate-1.png, gate-2.png, gate-3.png, gate-4.png and 145 more.',
    );
  });
});
