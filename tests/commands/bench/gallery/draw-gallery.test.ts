import { describe, expect, it } from 'vitest';
import { drawGallery } from '../../../../src/commands/bench/gallery/draw-gallery.ts';
import type { DrawingProcess } from '../../../../src/commands/bench/gallery/drawing-process.ts';
import { fail, type Outcome, succeed } from '../../../../src/domain/failure.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';
import { scoredScan } from '../../../fixtures/scored-scan.ts';
import { failureOf, valueFrom } from '../../../fixtures/value-from.ts';

const report = plantedReport([
  { model: 'first', skill: 0.9, scanMs: 20 },
  { model: 'second', skill: 0.9, scanMs: 20 },
]);
const scans = [0.9, 0.8, 0.7].map((score, place) => scoredScan('threat', [score, score], { id: `hit ${place}` }));

/** Draws as processes whose answer to a scan of a technology is planted; says how many were started and stopped. */
async function drawn(
  answer: (technology: string, scan: string) => ReturnType<DrawingProcess['draw']> | null,
  isEndAsked?: () => boolean,
) {
  const counted = { started: 0, stopped: 0 };
  const outcome = await drawGallery(
    { report, scans },
    {
      modelsDir: 'models',
      ...(isEndAsked !== undefined && { isEndAsked }),
      tell: () => ({ advance: () => {}, say: () => {}, stop: () => {} }),
      start: async ({ technology }): Promise<Outcome<DrawingProcess>> => {
        counted.started++;
        return succeed({
          draw: async (scan) => {
            const score = scans.find(({ name }) => name === scan)?.verdicts[0]?.score ?? 0;
            return (await answer(technology, scan)) ?? { message: succeed({ score, pictures: [] }) };
          },
          stop: async () => {
            counted.stopped++;
          },
        });
      },
    },
  );
  return { outcome, counted };
}

describe('drawGallery', () => {
  it('leaves out the scan amid which a process ends, and draws the others with a new one', async () => {
    const { outcome, counted } = await drawn((technology, scan) =>
      technology === 'first@onnx-cpu' && scan === 'set: hit 1'
        ? Promise.resolve({ ended: 'SIGSEGV', cause: 'it crashed', isHung: false, at: null })
        : null,
    );
    const shown = valueFrom(outcome).map(({ groups }) => groups[0]?.scans.map(({ score }) => score));
    expect(shown).toEqual([
      [0.9, 0.7],
      [0.9, 0.8, 0.7],
    ]);
    expect(counted).toEqual({ started: 3, stopped: 2 });
  });

  it('leaves out a scan that the technology fails on now, and one whose score is another one now', async () => {
    const { outcome } = await drawn((_, scan) => {
      if (scan === 'set: hit 0') return Promise.resolve({ message: fail('runtime-failed', 'It broke.') });
      return scan === 'set: hit 1' ? Promise.resolve({ message: succeed({ score: 0.81, pictures: [] }) }) : null;
    });
    expect(valueFrom(outcome).map(({ groups }) => groups[0]?.scans.length)).toEqual([1, 1]);
    expect(valueFrom(outcome)[0]?.groups[0]?.total).toBe(3);
  });

  it('fails, with nothing left running, where a scan can no longer be had', async () => {
    const { outcome, counted } = await drawn(() => Promise.resolve({ message: fail('not-found', 'It is gone.') }));
    expect(failureOf(outcome)).toBe('It is gone.');
    expect(counted).toEqual({ started: 1, stopped: 1 });
  });

  it('ends before the next scan once that is asked, with nothing left running and no half of a gallery', async () => {
    let answered = 0;
    const { outcome, counted } = await drawn(
      () => {
        answered++;
        return null;
      },
      () => answered === 2,
    );
    expect(failureOf(outcome)).toMatch(/^Ctrl-C ended its drawing/);
    expect([answered, counted]).toEqual([2, { started: 1, stopped: 1 }]);
  });
});
