import { describe, expect, it } from 'vitest';
import type { AssessedView } from '../../src/inference/detector.ts';
import { loadDetector } from '../../src/inference/load-detector.ts';
import { assessedView, plane8, plane16 } from '../fixtures/assessed-view.ts';
import { modelManifest } from '../fixtures/model-manifest.ts';
import { nullDetector } from '../fixtures/null-detector.ts';
import { failureOf, valueFrom } from '../fixtures/value-from.ts';
import { packModel } from '../fixtures/write-model.ts';

const NO_MAPS = { mapBits: null } as const;

/** A view that is dark but for one bright spot of 4 × 4, which the identity model takes for an anomaly. */
function viewWithSpot(spot: { readonly x: number; readonly y: number }, reading = 60_000) {
  return plane16(60, 20, (x, y) => (x >= spot.x && x < spot.x + 4 && y >= spot.y && y < spot.y + 4 ? reading : 6000));
}

const scoreOf = (reading: number) => reading / 65_535;

describe('createDetector', () => {
  it('describes the technology that it is', async () => {
    const manifest = modelManifest({ id: 'some-model', threshold: 0.75 });
    const model = await packModel(manifest, new TextEncoder().encode('{}'));
    const detector = valueFrom(await loadDetector(model, { provider: 'cpu', intraOpThreads: 1 }));
    expect(detector.technology).toEqual({
      id: 'some-model@null-cpu',
      model: { id: 'some-model', version: '1.0.0', sha256: model.sha256 },
      runtime: 'null',
      provider: 'cpu',
      precision: 'fp32',
      tellsPlaces: true,
      operatingPoint: manifest.operatingPoints[0],
    });
    expect(detector.energies).toEqual(['high']);
  });

  it('finds places in each view, in the view’s own pixels, and names the view', async () => {
    const detector = await nullDetector();
    const side = assessedView({ high: viewWithSpot({ x: 31, y: 7 }) });
    const top = assessedView({ high: viewWithSpot({ x: 2, y: 1 }, 50_000) }, { name: 'top' });
    const { views } = valueFrom(await detector.screenViews([side, top], NO_MAPS));
    expect(views).toEqual([
      {
        view: 'side',
        score: scoreOf(60_000),
        detections: [
          { view: 'side', box: { x: 31, y: 7, width: 4, height: 4 }, score: scoreOf(60_000), category: null },
        ],
        anomalyMap: null,
      },
      {
        view: 'top',
        score: scoreOf(50_000),
        detections: [{ view: 'top', box: { x: 2, y: 1, width: 4, height: 4 }, score: scoreOf(50_000), category: null }],
        anomalyMap: null,
      },
    ]);
  });

  it('judges scans of 8 bits at the operating point for displays, where the model has one', async () => {
    const readings = assessedView({ high: plane16(20, 20, () => 0.6 * 65_535) });
    const picture = assessedView({ high: plane8(20, 20, () => 0.6 * 255) });
    const judge = async (name: string, views: readonly AssessedView[]) => {
      const detector = await nullDetector({ threshold: 0.5, otherPoint: { name, threshold: 0.7 } });
      const { operatingPoint, views: findings } = valueFrom(await detector.screenViews(views, NO_MAPS));
      return [operatingPoint.name, findings.map(({ detections }) => detections.length)];
    };
    expect(await judge('display', [readings])).toEqual(['default', [1]]);
    expect(await judge('display', [picture])).toEqual(['display', [0]]);
    expect(await judge('display', [readings, picture])).toEqual(['display', [0, 0]]);
    expect(await judge('strict', [picture])).toEqual(['default', [1]]);
  });

  it('judges the goods only, or the whole container where the manifest asks for it', async () => {
    const container = { x: 10, y: 2, width: 40, height: 16 };
    const inside = { x: 15, y: 4, width: 30, height: 10 };
    const view = assessedView(
      { high: viewWithSpot({ x: 10, y: 14 }) },
      { containers: [container], judgedBoxes: [inside] },
    );
    const goods = valueFrom(await (await nullDetector()).screenViews([view], NO_MAPS));
    expect(goods.views[0]?.detections).toEqual([]);
    const whole = await nullDetector({ input: { area: 'container' } });
    expect(valueFrom(await whole.screenViews([view], NO_MAPS)).views[0]?.detections).toMatchObject([
      { box: { x: 10, y: 14, width: 4, height: 4 } },
    ]);
    const unlocated = assessedView({ high: viewWithSpot({ x: 10, y: 14 }) });
    expect(valueFrom(await whole.screenViews([unlocated], NO_MAPS)).views[0]?.detections).toHaveLength(1);
  });

  it('judges two boxes of one view alike, sees nothing outside them, and paints both into one map', async () => {
    const plane = plane16(60, 20, (x, y) => (y === 10 ? ({ 12: 40_000, 28: 65_535, 45: 50_000 }[x] ?? 0) : 0));
    const left = { x: 5, y: 5, width: 20, height: 10 };
    const right = { x: 35, y: 5, width: 20, height: 10 };
    const detector = await nullDetector();
    const view = assessedView({ high: plane }, { judgedBoxes: [left, right] });
    const [findings] = valueFrom(await detector.screenViews([view], { mapBits: 8 })).views;
    expect(findings?.score).toBe(scoreOf(50_000));
    expect(findings?.detections.map(({ box }) => box)).toEqual([
      { x: 45, y: 10, width: 1, height: 1 },
      { x: 12, y: 10, width: 1, height: 1 },
    ]);
    const map = findings?.anomalyMap;
    expect(map).toMatchObject({ widthPx: 60, heightPx: 20, bitDepth: 8 });
    const lit = [...(map?.samples ?? [])].flatMap((score, at) =>
      score > 0 ? [[at % 60, Math.floor(at / 60), score]] : [],
    );
    expect(lit).toEqual([
      [12, 10, Math.round(255 * scoreOf(40_000))],
      [45, 10, Math.round(255 * scoreOf(50_000))],
    ]);
  });

  it('smooths before it judges, so that noise of a pixel is no detection', async () => {
    const plane = plane16(40, 40, (x, y) => (x === 20 && y === 20 ? 65_535 : 0));
    const [findings] = valueFrom(
      await (await nullDetector({ output: { smoothPx: 2 } })).screenViews([assessedView({ high: plane })], NO_MAPS),
    ).views;
    expect(findings?.detections).toEqual([]);
    // The peak of a Gaussian with a standard deviation of two pixels holds 1/(2π·4) of its weight.
    expect(findings?.score).toBeCloseTo(1 / (8 * Math.PI), 3);
  });

  it('reports at most fifty places of a view, the strongest', async () => {
    const plane = plane16(60, 20, (x, y) => (x % 2 === 0 && y % 2 === 0 ? 40_000 + 10 * x + y : 0));
    const detector = await nullDetector();
    const [findings] = valueFrom(await detector.screenViews([assessedView({ high: plane })], NO_MAPS)).views;
    expect(findings?.detections).toHaveLength(50);
    expect(findings?.detections[0]?.score).toBe(findings?.score);
  });

  it('answers calls that were made together, each with its own views', async () => {
    const detector = await nullDetector();
    const spots = [3, 11, 40, 25].map((x) => ({ x, y: x % 10 }));
    const answers = await Promise.all(
      spots.map((spot) => detector.screenViews([assessedView({ high: viewWithSpot(spot) })], NO_MAPS)),
    );
    expect(answers.map((answer) => valueFrom(answer).views[0]?.detections[0]?.box)).toEqual(
      spots.map((spot) => ({ ...spot, width: 4, height: 4 })),
    );
  });

  it('names itself when its model breaks, and lets the next call try anew', async () => {
    const detector = await nullDetector({ id: 'broken' }, { fails: true });
    const views = [assessedView({ high: viewWithSpot({ x: 1, y: 1 }) })];
    for (const answer of [await detector.screenViews(views, NO_MAPS), await detector.screenViews(views, NO_MAPS)]) {
      expect(answer).toMatchObject({ ok: false, failure: { code: 'runtime-failed', technology: 'broken@null-cpu' } });
    }
  });

  it('lets a call in progress finish before it closes, and refuses those after', async () => {
    const detector = await nullDetector();
    const views = [assessedView({ high: viewWithSpot({ x: 1, y: 1 }) })];
    const running = detector.screenViews(views, NO_MAPS);
    await detector.close();
    await detector.close();
    expect((await running).ok).toBe(true);
    expect(failureOf(await detector.screenViews(views, NO_MAPS))).toContain('was closed');
  });
});
