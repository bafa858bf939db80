import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { RemoteTime } from '../domain/network/remote-time.ts';
import { energiesOf, primaryPlane } from '../domain/scan/view.ts';
import type { Decision } from '../domain/screening/decision.ts';
import type { ViewReport } from '../domain/screening/scan.ts';
import type { ScanJob } from '../domain/screening/scan-job.ts';
import type { ScanResult, TechnologyResult } from '../domain/screening/scan-result.ts';
import type { WorkerTimings } from '../domain/screening/timings.ts';
import type { OperatingPoint } from '../domain/technology/operating-point.ts';
import { decodeScan } from '../formats/decode-scan.ts';
import { encodeGreyPng } from '../formats/encode-png.ts';
import { assessView } from './assess-view.ts';
import { calledOff, neverCalledOff } from './call-off.ts';
import { decide, type JudgedView } from './decide.ts';
import type { AssessedView, Detector, ScreenViewsOptions, ViewFindings } from './detector.ts';
import { hashFiles } from './hash-files.ts';
import { notLoaded } from './not-loaded.ts';
import { noHelpers } from './spread/tile-helpers.ts';

/** What a screening asks of the house around it. */
export type ScreenOptions = Omit<ScreenViewsOptions, 'mapBits'>;

/**
 * One scan through the technologies that a job names, in this thread: decode, assess once for all, then detect and
 * decide with each. Fails as a whole with what is wrong with the scan, or with the first technology that breaks; with
 * `deadline-passed` where it is called off between two stages.
 */
export async function screen(
  job: ScanJob,
  detectors: ReadonlyMap<string, Detector>,
  { isCalledOff = neverCalledOff, helpers = noHelpers }: ScreenOptions = {},
): Promise<Outcome<ScanResult>> {
  const startedAt = performance.now();
  const decoded = await decodeScan(job.files);
  if (!decoded.ok) return decoded;
  if (isCalledOff()) return calledOff('decode');
  const decodedAt = performance.now();
  const views = decoded.value.map((view): AssessedView => ({ view, assessment: assessView(view) }));
  const shared = { decodeMs: decodedAt - startedAt, assessMs: performance.now() - decodedAt };

  const results: TechnologyResult[] = [];
  for (const technology of job.technologies) {
    const detector = detectors.get(technology);
    if (detector === undefined) return notLoaded(technology, { code: 'unknown-technology', what: 'scan' });
    const result = await screenWith(
      detector,
      views,
      { mapBits: job.maps === 'inline' ? 8 : null, isCalledOff, helpers },
      shared,
    );
    if (!result.ok) return result;
    results.push(result.value);
  }
  return succeed({
    files: hashFiles(job.files, decoded.value),
    views: views.map(reportOn),
    results,
    viewPngs: job.images === 'inline' ? await encodeViews(views) : [],
  });
}

/** What all technologies share of a scan's time; it counts for each of them. */
interface SharedTimings {
  readonly decodeMs: number;
  readonly assessMs: number;
}

async function screenWith(
  detector: Detector,
  views: readonly AssessedView[],
  options: ScreenViewsOptions,
  { decodeMs, assessMs }: SharedTimings,
): Promise<Outcome<TechnologyResult>> {
  const { id: technology } = detector.technology;
  if (lacksEnergy(detector, views)) {
    const { operatingPoint } = detector.technology;
    const timings: WorkerTimings = { decodeMs, prepareMs: assessMs, inferMs: 0, interpretMs: 0 };
    const nothing = { decision: 'undecided', reason: 'missing-energy', score: null, detections: [] } as const;
    return succeed({ ...nothing, technology, operatingPoint, anomalyMapPngs: [], timings, ownMs: 0 });
  }
  const startedAt = performance.now();
  // What a scan that failed has left there is not this one's.
  detector.takeBatches?.();
  const judgement = await judgeViews(detector, views, options);
  if (!judgement.ok) return judgement;

  const judgedAt = performance.now();
  const { decision, operatingPoint, findings, timings, remote } = judgement.value;
  const anomalyMapPngs = await encodeMaps(findings);
  const batches = detector.takeBatches?.();
  const endedAt = performance.now();
  return succeed({
    ...decision,
    technology,
    operatingPoint,
    anomalyMapPngs,
    timings: {
      decodeMs,
      prepareMs: assessMs + timings.prepareMs,
      inferMs: timings.inferMs,
      interpretMs: timings.interpretMs + endedAt - judgedAt,
    },
    ownMs: endedAt - startedAt,
    ...(batches && { batches }),
    ...(remote && { remote }),
  });
}

/** What a technology says about views that were decoded and assessed, its maps still planes. */
export interface Judgement {
  readonly decision: Exclude<Decision, { readonly score: null }>;
  readonly operatingPoint: OperatingPoint;
  readonly findings: readonly ViewFindings[];
  readonly timings: Omit<WorkerTimings, 'decodeMs'>;
  readonly remote?: RemoteTime;
}

/** Detects and decides, as the last step of `screen` does; `lacksEnergy` says for which views a detector cannot. */
export async function judgeViews(
  detector: Detector,
  views: readonly AssessedView[],
  options: ScreenViewsOptions,
): Promise<Outcome<Judgement>> {
  const found = await detector.screenViews(views, options);
  if (!found.ok) return found;
  const { operatingPoint, views: findings, timings, remote } = found.value;
  const startedAt = performance.now();
  const [first, ...others] = findings.map((finding, index) => judged(finding, views[index]));
  if (first === undefined) return fail('unreadable-scan', 'The scan has no view; send at least one.');
  const decision = decide([first, ...others]);
  const interpretMs = timings.interpretMs + performance.now() - startedAt;
  return succeed({
    decision,
    operatingPoint,
    findings,
    timings: { ...timings, interpretMs },
    ...(remote && { remote }),
  });
}

/** Whether a view lacks an energy that the detector needs: the scan is then undecided. */
export function lacksEnergy({ energies }: Detector, views: readonly AssessedView[]): boolean {
  return views.some(({ view }) => energies.some((energy) => view.planes[energy] === undefined));
}

function judged({ score, detections }: ViewFindings, assessed: AssessedView | undefined): JudgedView {
  return { score, detections, undecidable: assessed?.assessment.undecidable ?? null };
}

function reportOn({ view, assessment }: AssessedView): ViewReport {
  const { widthPx, heightPx, bitDepth } = primaryPlane(view.planes);
  return {
    name: view.name,
    widthPx,
    heightPx,
    bitDepth,
    energies: energiesOf(view.planes),
    sha256: view.sha256,
    container: assessment.container,
    containers: assessment.containers,
    quality: assessment.quality,
  };
}

async function encodeMaps(findings: readonly ViewFindings[]): Promise<TechnologyResult['anomalyMapPngs']> {
  const maps = [];
  for (const { view, anomalyMap } of findings) {
    if (anomalyMap !== null) maps.push({ view, png: await encodeGreyPng(anomalyMap) });
  }
  return maps;
}

async function encodeViews(views: readonly AssessedView[]): Promise<ScanResult['viewPngs']> {
  const pictures = [];
  for (const { view } of views) pictures.push({ view: view.name, png: await encodeGreyPng(primaryPlane(view.planes)) });
  return pictures;
}
