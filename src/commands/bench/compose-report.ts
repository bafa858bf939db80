import type { Outcome } from '../../domain/failure.ts';
import { countedOf } from '../../domain/language/counted.ts';
import { packageVersion } from '../../installation.ts';
import { calibrationWarning } from '../evaluation/calibration-warning.ts';
import type { EvaluatedScans } from '../evaluation/evaluate-samples.ts';
import { failureWarning } from '../evaluation/failure-warning.ts';
import { judgedBy } from '../evaluation/judged-scan.ts';
import { repeatedWarning } from '../evaluation/repeated-warning.ts';
import { sameScoreWarning } from '../evaluation/same-score-warning.ts';
import type { ScoredScan } from '../evaluation/scored-scan.ts';
import { sharedBenignWarning } from '../evaluation/shared-benign-warning.ts';
import { answersDigest, answerText, judgedText } from './answer-text.ts';
import { earlyEndWarning } from './end-early.ts';
import { busyHostWarning } from './host-load.ts';
import { measureDetection } from './measure-detection.ts';
import { comparePairs } from './pairs/compare-pairs.ts';
import type { Plan } from './plan/plan.ts';
import { whyRemembered } from './recall/recall.ts';
import type { RemoteSeen } from './remote/measure-remote.ts';
import { REPORT_VERSION, type Report, type ReportedTechnology } from './report/report.ts';
import { reportedScans } from './report/reported-scans.ts';
import { type OutlinedMaps, whyOtherMaps } from './same-maps.ts';
import { type KnownScan, whyOtherScans } from './same-scans.ts';
import { whyNotTheSame } from './same-technology.ts';
import type { MeasuredScenario, MeasuredSpeeds } from './speed/measure-speed.ts';
import { missedTaktWarnings } from './speed/missed-takt.ts';
import type { Speed } from './speed/speed.ts';
import { clockWarnings, driverWarnings } from './speed/speed-warnings.ts';
import { summariseScenario } from './speed/summarise-scenario.ts';
import { timedFailureWarnings, withheldScenario, withheldSentences } from './speed/timed-failures.ts';
import type { ReadyTargets } from './targets/ready-targets.ts';
import type { RunningTarget } from './targets/start-target.ts';
import { unreadableWarning } from './unreadable-warning.ts';

export interface ReportParts {
  /** UUIDv7 of the run. */
  readonly id: string;
  readonly plan: Plan;
  readonly started: ReadyTargets;
  /** A sentence on each set of the plan that was not all there. */
  readonly unfinished: readonly string[];
  readonly accuracy: EvaluatedScans;
  /** The names of the timed scans. */
  readonly timed: readonly string[];
  /** Their pixels as they were when the technologies were loaded. */
  readonly timedKeys: readonly KnownScan[];
  /** The hash of each technology's model once the performance run was over, or why it cannot be known. */
  readonly timedSha256: readonly Outcome<string>[];
  readonly speeds: MeasuredSpeeds;
  /** Bytes of the weights, by the id of the model. */
  readonly weightsBytes: ReadonlyMap<string, number>;
  /** What other programs took of the machine's CPUs during the performance run, 0…1; null where a service was driven. */
  readonly othersCpuShare: number | null;
  /** By how much the clock of the benchmark advances at once. */
  readonly clockStepMs: number;
  /** What was read of energy, or why it was not. */
  readonly energy: NonNullable<Report['energy']>;
}

/** Sets the accuracy run and the performance run beside each other. */
export function composeReport(parts: ReportParts): Report {
  const { id: reportId, plan, started, accuracy, timed, weightsBytes, othersCpuShare, energy } = parts;
  const { measured, endedEarly } = parts.speeds;
  const { targets, unavailable } = started;
  const otherScans = whyOtherScans(
    accuracy.scans.map(({ name, key }) => ({ scan: name, key })),
    parts.timedKeys,
  );
  const hostWarning = othersCpuShare === null ? null : busyHostWarning(othersCpuShare);
  const { evaluation, scans, unreadable } = accuracy;
  const technologies = targets.map(({ ready }, place): ReportedTechnology => {
    const { id, model, runtime, provider, precision, operatingPoint } = ready.technology;
    const answers = answersOf(place, scans, timed);
    const evaluated = evaluation.technologies.find((other) => other.id === id);
    const reason = otherScans ?? whyNoSpeed(place, parts, { sha256: evaluated?.model.sha256 ?? '', answers });
    const bytes = weightsBytes.get(model.id) ?? 0;
    return {
      ...{ id, model, runtime, provider, precision, operatingPoint },
      answers: { scans: answers.length, sha256: answersDigest(answers) },
      detection: measureDetection(judgedBy(place, scans), plan),
      ...seenOfServer(ready.remote),
      speed: reason === null ? speedOf(place, ready, bytes, measured, plan) : { state: 'refused', reason },
    };
  });
  return {
    kind: 'scanbench-report',
    version: REPORT_VERSION,
    id: reportId,
    plan,
    onnxRuntime: packageVersion('onnxruntime-node'),
    othersCpuShare,
    energy,
    evaluation,
    technologies,
    unavailable: [...unavailable],
    scans: reportedScans(scans, timed),
    pairs: [...comparePairs({ technologies, scans, comparisons: evaluation.comparisons, plan })],
    warnings: [
      ...(endedEarly === null ? [] : [earlyEndWarning(endedEarly)]),
      ...parts.unfinished,
      ...unreadableWarning(unreadable, scans.length),
      ...repeatedWarning(scans),
      ...sharedBenignWarning(scans),
      ...evaluation.technologies.flatMap(failureWarning),
      ...timedFailureWarnings(technologies, measured),
      ...missedTaktWarnings(technologies, plan),
      ...(hostWarning === null ? [] : [hostWarning]),
      ...clockWarnings(parts.clockStepMs, measured),
      ...technologies.flatMap(({ id }, place) => lackWarning(id, answersOf(place, scans, timed))),
      ...technologies.flatMap(({ id, operatingPoint }) => calibrationWarning(id, operatingPoint)),
      ...technologies.flatMap(({ id }, place) => sameScoreWarning(id, judgedBy(place, scans))),
      ...driverWarnings(technologies, measured),
    ],
  };
}

function speedOf(
  place: number,
  { loadMs, warmUpMs }: RunningTarget['ready'],
  weightsBytes: number,
  measured: readonly MeasuredScenario[],
  plan: Plan,
): Speed {
  const blocks = measured.flatMap((scenario) => scenario.blocks[place] ?? []);
  const withheld = measured.flatMap(({ scenario, blocks: all }) => withheldScenario(scenario, all[place] ?? []) ?? []);
  if (withheld.length === measured.length) {
    return { state: 'refused', reason: withheldSentences(withheld).join(' ') };
  }
  const given = measured.filter(({ scenario }) => !withheld.some((other) => other.scenario === scenario));
  const peaks = blocks.map((block) => block.peakMemoryBytes).filter((bytes) => bytes !== null);
  return {
    state: 'measured',
    scenarios: given.map(({ scenario, blocks: all, searches }) =>
      summariseScenario(scenario, all[place] ?? [], plan, searches[place]),
    ),
    ...(withheld.length > 0 && { withheld }),
    cost: peaks.length === 0 ? null : { weightsBytes, loadMs, warmUpMs, peakMemoryBytes: Math.max(...peaks) },
  };
}

/** Why one technology has no speed: its performance run did not come to its end, or was not of what was judged. */
function whyNoSpeed(
  place: number,
  { started, accuracy: { scans: accuracyScans }, speeds, timedSha256, timed }: ReportParts,
  accuracy: { readonly sha256: string; readonly answers: ReturnType<typeof answersOf> },
): string | null {
  if (speeds.measured.length === 0) return 'The performance run was ended before a round of it was timed.';
  const brokenOff = speeds.brokenOff.get(place);
  if (brokenOff !== undefined) return `It was timed no further once a block broke off (${brokenOff})`;
  const { recall = null, maps = [] } = started.targets[place]?.ready.remote ?? {};
  const remembered = recall === null ? null : whyRemembered(recall);
  if (remembered !== null) return remembered;
  const sha256 = timedSha256[place];
  if (sha256?.ok === false) return `Which weights were timed cannot be told: ${sha256.failure.message}`;
  const before = maps.map(({ scan, outline }) => ({ scan: timed[scan] ?? '', outline }));
  const otherMaps = whyOtherMaps(before, mapsOf(place, accuracyScans, timed));
  const changed = whyNotTheSame(
    {
      ...accuracy,
      answers: accuracy.answers.map(({ scan, judged }) => ({ scan, answer: judged })),
    },
    { sha256: sha256?.value ?? '', answers: timedAnswers(place, speeds.measured, timed) },
  );
  return changed ?? otherMaps;
}

/** What the report says of the server of a technology; nothing of one that runs here. */
function seenOfServer(seen: RemoteSeen | null): Pick<ReportedTechnology, 'remote' | 'recall'> {
  if (seen === null) return {};
  const { profile, recall } = seen;
  return { ...(profile !== null && { remote: profile }), ...(recall !== null && { recall }) };
}

/** The maps of the timed scans in the accuracy run, of a technology on another server. */
function mapsOf(place: number, scans: readonly ScoredScan[], timed: readonly string[]): readonly OutlinedMaps[] {
  return scans.flatMap(({ name, verdicts }) => {
    const verdict = verdicts[place];
    const outline = verdict?.decision === 'failed' ? undefined : verdict?.mapsOutline;
    return outline === undefined || !timed.includes(name) ? [] : [{ scan: name, outline }];
  });
}

/** What the accuracy run heard of the timed scans. */
function answersOf(place: number, scans: readonly ScoredScan[], timed: readonly string[]) {
  const byName = new Map(scans.map((scan) => [scan.name, scan.verdicts[place]]));
  return timed.flatMap((scan) => {
    const verdict = byName.get(scan);
    if (verdict === undefined) return [];
    const judged = verdict.decision === 'failed' ? null : judgedText(verdict);
    return [{ scan, text: answerText(verdict), judged }];
  });
}

/** What the performance run heard of them, in every block. */
function timedAnswers(place: number, measured: readonly MeasuredScenario[], timed: readonly string[]) {
  return measured.flatMap(({ blocks }) =>
    (blocks[place] ?? []).flatMap((block) =>
      block.answers.map(({ scan, answer }) => ({ scan: timed[scan] ?? '', answer })),
    ),
  );
}

/** A scan that lacks an energy is answered at once. */
function lackWarning(id: string, answers: readonly { readonly text: string }[]): readonly string[] {
  const lacking = answers.filter(({ text }) => text.includes('missing-energy')).length;
  if (lacking === 0) return [];
  return [
    `${id}: ${countedOf(lacking, answers.length, 'timed scan')} ${lacking === 1 ? 'lacks an energy that it needs, and costs' : 'lack an energy that it needs, and cost'} it next to nothing: its speed is not that of screening.`,
  ];
}
