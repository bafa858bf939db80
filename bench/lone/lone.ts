import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { median } from '../median.ts';
import type { BenchScan } from '../overhead/bench-scans.ts';
import { sendScan } from '../overload/send-scan.ts';
import { type RoundsRange, rangeOf } from '../rounds-range.ts';
import { type Service, startService } from '../service.ts';

export interface LoneOptions {
  readonly modelsDir: string;
  readonly technology: string;
  readonly scan: BenchScan;
  /** Workers of the service that is held against one with one worker. */
  readonly workers: number;
  readonly rounds: number;
  /** Scans that each service answers in a round, one after the other. */
  readonly scansPerRound: number;
  readonly onRound?: () => void;
}

/** Medians over the rounds' medians, in milliseconds, and the ratios of the rounds: several workers ÷ one. */
export interface LoneResult {
  readonly decodeMs: number;
  readonly oneWorker: LoneTimes;
  readonly severalWorkers: LoneTimes;
  readonly inferRatio: RoundsRange;
  /** By the client's clock, from sending to the whole answer. */
  readonly answerRatio: RoundsRange;
  /** The fastest of all scans against the fastest: what is left of the ratios where nothing else runs meanwhile. */
  readonly fastestInferRatio: number;
  readonly fastestAnswerRatio: number;
}

interface LoneTimes {
  readonly inferMs: number;
  readonly answerMs: number;
}

type Answered = LoneTimes & { readonly decodeMs: number };

const WARM_UP_SCANS = 5;

/** Sends scans one after the other, to a service of one worker and to one of several by turns: neither ever has two. */
export async function measureLone(options: LoneOptions): Promise<LoneResult> {
  const settings = { SCANBENCH_MODELS_DIR: options.modelsDir };
  const one = await startService({ workers: 1, settings });
  const several = await startService({ workers: options.workers, settings });
  const agent = new Agent({ keepAlive: true });
  try {
    const body = await readFile(options.scan.path);
    const send = (service: Service) => answerTimes(service, options, body, agent);
    for (let scan = 0; scan < WARM_UP_SCANS; scan++) for (const service of [one, several]) await send(service);
    const rounds: { readonly one: Answered; readonly several: Answered }[] = [];
    const all: Record<'one' | 'several', Answered[]> = { one: [], several: [] };
    for (let round = 0; round < options.rounds; round++) {
      const times: Record<'one' | 'several', Answered[]> = { one: [], several: [] };
      for (let scan = 0; scan < options.scansPerRound; scan++) {
        times.one.push(await send(one));
        times.several.push(await send(several));
      }
      rounds.push({ one: medianTimes(times.one), several: medianTimes(times.several) });
      all.one.push(...times.one);
      all.several.push(...times.several);
      options.onRound?.();
    }
    const fastest = (which: 'one' | 'several', time: keyof LoneTimes) =>
      Math.min(...all[which].map((times) => times[time]));
    const oneWorker = medianTimes(rounds.map((round) => round.one));
    return {
      decodeMs: oneWorker.decodeMs,
      oneWorker,
      severalWorkers: medianTimes(rounds.map((round) => round.several)),
      inferRatio: rangeOf(rounds.map((round) => round.several.inferMs / round.one.inferMs)),
      answerRatio: rangeOf(rounds.map((round) => round.several.answerMs / round.one.answerMs)),
      fastestInferRatio: fastest('several', 'inferMs') / fastest('one', 'inferMs'),
      fastestAnswerRatio: fastest('several', 'answerMs') / fastest('one', 'answerMs'),
    };
  } finally {
    agent.destroy();
    await Promise.all([one.stop(), several.stop()]);
  }
}

async function answerTimes(
  { url }: Service,
  { technology, scan }: LoneOptions,
  body: Buffer,
  agent: Agent,
): Promise<Answered> {
  const path = `/v1/scans?technology=${encodeURIComponent(technology)}`;
  const startedAt = performance.now();
  const { status, brokenBy, serverTiming, answeredAt } = await sendScan(
    url,
    { path, contentType: scan.contentType, body },
    agent,
  );
  if (status !== 201) throw new Error(`a scan was answered ${status ?? brokenBy}`);
  const stageMs = (stage: string) => Number(new RegExp(`(?:^|, )${stage};dur=([0-9.]+)`).exec(serverTiming)?.[1]);
  return { decodeMs: stageMs('decode'), inferMs: stageMs('infer'), answerMs: answeredAt - startedAt };
}

function medianTimes(times: readonly Answered[]): Answered {
  return {
    decodeMs: median(times.map(({ decodeMs }) => decodeMs)),
    inferMs: median(times.map(({ inferMs }) => inferMs)),
    answerMs: median(times.map(({ answerMs }) => answerMs)),
  };
}
