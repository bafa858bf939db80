import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchTechnologies } from '../../src/console/watch-technologies.ts';
import type { Technology } from '../../src/domain/technology/technology.ts';

const ONE: Technology = {
  id: 'one@onnx-cuda',
  model: { id: 'one', version: '1.0.0', sha256: '0'.repeat(64) },
  runtime: 'onnx',
  provider: 'cuda',
  precision: 'fp32',
  tellsPlaces: true,
  operatingPoint: { name: 'default', threshold: 0.5, pfaLimit: 0.01, benignCount: 100, pfaBounds: [0, 0.04] },
  state: 'unavailable',
  reason: 'The GPU is lost.',
};
const READY: Technology = { ...ONE, state: 'ready', reason: null };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page and its service: what it was told in turn, and how often it asked. */
function createPage() {
  const page = { technology: ONE, isHidden: false, asked: 0 };
  const watch = () => {
    const told: string[] = [];
    const ended = watchTechnologies({
      async ask() {
        page.asked += 1;
        return { ok: true, value: [page.technology] };
      },
      isHidden: () => page.isHidden,
      onAnswer: (answer) => void told.push(answer.ok ? answer.value.map(({ state }) => state).join() : 'a problem'),
    });
    return { told, ended };
  };
  return { page, watch };
}

it('tells of a technology that comes back hours later, asks less often by then, and ends when all can screen', async () => {
  const { page, watch } = createPage();
  const { told, ended } = watch();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(told).toEqual(['unavailable']);
  expect(page.asked).toBeLessThan(310);
  page.technology = READY;
  await vi.advanceTimersByTimeAsync(20_000);
  await ended;
  expect(told).toEqual(['unavailable', 'ready']);
});

it('asks nothing for a page that nobody looks at, and ends where another watch begins', async () => {
  const { page, watch } = createPage();
  const first = watch();
  await vi.advanceTimersByTimeAsync(1_000);
  page.isHidden = true;
  const before = page.asked;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(page.asked).toBe(before);
  Object.assign(page, { isHidden: false, technology: READY });
  const second = watch();
  await second.ended;
  expect(second.told).toEqual(['ready']);
  await vi.advanceTimersByTimeAsync(20_000);
  await first.ended;
  expect(first.told).toEqual(['unavailable']);
});
