import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { Box } from '../domain/scan/box.ts';
import { primaryPlane } from '../domain/scan/view.ts';
import type { Detection } from '../domain/screening/detection.ts';
import { type Provider, technologyId } from '../domain/technology/technology.ts';
import { askingMeanwhile } from './asking-meanwhile.ts';
import type { ViewAssessment } from './assess-view.ts';
import { calledOff, neverCalledOff } from './call-off.ts';
import { chooseOperatingPoint } from './choose-operating-point.ts';
import { DETECTIONS_LIMIT } from './decide.ts';
import type { AssessedView, Detector, DetectorResult, ScreenViewsOptions, ViewFindings } from './detector.ts';
import { mostValues } from './input/most-values.ts';
import type { Manifest } from './model/manifest.ts';
import type { ModelPackage } from './model/model-package.ts';
import { refineSignature } from './model/model-signature.ts';
import { findRegions } from './output/find-regions.ts';
import { paintAnomalyMap } from './output/score-grid.ts';
import { smoothGrid } from './output/smooth-grid.ts';
import type { LoadedModel } from './runtime.ts';
import { type BoxScorer, createBoxScorer, type ScoreBoxOptions } from './score-box.ts';
import { noHelpers } from './spread/tile-helpers.ts';
import { createStageClock } from './stage-clock.ts';
import type { TileBatch } from './tile-batch.ts';

/** Makes a detector of a loaded model; each scan is judged at one of the model's operating points. */
export function createDetector(
  model: ModelPackage,
  loaded: LoadedModel,
  provider: Provider,
  tileBatch: TileBatch,
): Outcome<Detector> {
  const { manifest, sha256 } = model;
  const [operatingPoint, ...otherPoints] = manifest.operatingPoints;
  if (operatingPoint === undefined) return fail('runtime-failed', `Model "${manifest.id}" has no operating point.`);
  const { id, version, runtime, precision, input, output } = manifest;
  const technology = technologyId(id, runtime, provider);
  const scorer = createBoxScorer(manifest, loaded, tileBatch.tiles);
  const area = input.area ?? 'goods';

  const screenViews: Detector['screenViews'] = async (views, options) => {
    const { mapBits, isCalledOff = neverCalledOff, helpers: threads = noHelpers } = options;
    const helpers: FindOptions['helpers'] = {
      // A server shares its own work out; what is sent to it is counted here.
      areFree: () => loaded.remote === undefined && threads.areFree(),
      ask: (shared) => threads.ask({ ...shared, technology }),
    };
    const clock = createStageClock();
    loaded.remote?.takeSpent();
    const point = chooseOperatingPoint([operatingPoint, ...otherPoints], views);
    const findings: ViewFindings[] = [];
    for (const view of views) {
      const find = (signal?: AbortSignal) =>
        findIn(view, area, scorer, output, point.threshold, { mapBits, isCalledOff, helpers, clock, signal });
      const found = await (loaded.remote === undefined ? find() : askingMeanwhile(find, isCalledOff));
      if (!found.ok) return { ok: false, failure: { ...found.failure, technology } };
      findings.push(found.value);
    }
    const remote = loaded.remote?.takeSpent();
    return succeed({ operatingPoint: point, views: findings, timings: clock.timings(), ...(remote && { remote }) });
  };

  // Buffers are shared between calls, so a call waits for the one before it.
  let previous: Promise<unknown> = Promise.resolve();
  return succeed({
    technology: {
      ...{ id: technology, model: { id, version, sha256 }, runtime, provider, precision, operatingPoint },
      tellsPlaces: output.kind !== 'score',
    },
    energies: input.energies,
    tileBatch,
    // What another machine has room for is its own business.
    mostValues: loaded.remote === undefined ? mostValues(input) : null,
    signature: refineSignature(loaded.signature, manifest),
    ...(loaded.remote !== undefined && { remote: loaded.remote }),
    ...(loaded.takeBatches !== undefined && { takeBatches: () => loaded.takeBatches?.() ?? [] }),
    screenViews(views, options) {
      const result: Promise<Outcome<DetectorResult>> = previous.then(() => screenViews(views, options));
      previous = result.catch(() => undefined);
      return result;
    },
    help(shared, isCalledOff) {
      const taken = previous.then(() => scorer.help(shared, isCalledOff));
      previous = taken.catch(() => undefined);
      return taken;
    },
    async runModel(inputs) {
      const outputs = await loaded.run(inputs);
      return outputs.ok ? outputs : { ok: false, failure: { ...outputs.failure, technology } };
    },
    async close() {
      await previous;
      await loaded.close();
    },
  });
}

type Area = NonNullable<Manifest['input']['area']>;

/** The containers as a whole or their insides; where none was located, the whole view. */
function boxesToJudge({ containers, judgedBoxes }: ViewAssessment, area: Area): readonly Box[] {
  return area === 'container' && containers.length > 0 ? containers : judgedBoxes;
}

type FindOptions = Pick<ScreenViewsOptions, 'mapBits'> & Required<ScoreBoxOptions>;

/** Scores each judged box of a view and reads places off the scores. */
async function findIn(
  assessed: AssessedView,
  area: Area,
  scorer: BoxScorer,
  { smoothPx = 0, minimumAreaPx = 1 }: Manifest['output'],
  threshold: number,
  { mapBits, ...scoring }: FindOptions,
): Promise<Outcome<ViewFindings>> {
  const { name, planes } = assessed.view;
  const grids = [];
  let score = 0;
  const detections: Detection[] = [];
  for (const box of boxesToJudge(assessed.assessment, area)) {
    const scored = await scorer.score(assessed, box, scoring);
    if (!scored.ok) return scored;
    if (scoring.isCalledOff()) return calledOff('infer');
    const grid = smoothGrid(scored.value, smoothPx);
    const found = findRegions(grid, threshold, minimumAreaPx);
    score = Math.max(score, found.score);
    detections.push(...found.regions.map((region) => ({ view: name, ...region, category: null })));
    grids.push(grid);
  }
  const { widthPx, heightPx } = primaryPlane(planes);
  const anomalyMap = mapBits === null ? null : paintAnomalyMap(widthPx, heightPx, grids, mapBits);
  scoring.clock.end('interpretMs');
  const strongest = detections.toSorted((a, b) => b.score - a.score).slice(0, DETECTIONS_LIMIT);
  return succeed({ view: name, score, detections: strongest, anomalyMap });
}
