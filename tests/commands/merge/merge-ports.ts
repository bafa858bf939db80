import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, vi } from 'vitest';
import type { MergedReport } from '../../../src/commands/merge/merged-report.ts';
import { mergeCommand } from '../../../src/commands/merge.ts';
import { watcherReport } from '../../fixtures/bench-report.ts';
import { hearStreams } from '../../fixtures/hear-streams.ts';
import { ALL_SCENARIOS } from '../../fixtures/planted-speed.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

/** Two ports that differ, of many scans. */
export const ROTTERDAM = watcherReport(0.9, { seed: 3, pairsOfScans: 120 });
export const HAMBURG = watcherReport(0.5, { seed: 4, pairsOfScans: 60 });

/** Two ports that are alike, of few scans, timed in every scenario. */
export const LOADED = [
  watcherReport(0.9, { seed: 3, pairsOfScans: 10, scenarios: ALL_SCENARIOS }),
  watcherReport(0.9, { seed: 4, pairsOfScans: 10, scenarios: ALL_SCENARIOS }),
] as const;

/** The file of a report, in a folder of its own: its name, or that of the folder it is in, is the port's. */
export async function written(name: string, report: object): Promise<string> {
  const file = path.join(await temporaryFolder(), name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(report));
  return file;
}

/** Runs `scanbench merge`; what was said, and the exit code. */
export async function merge(...args: readonly string[]) {
  const heard = hearStreams();
  await mergeCommand().parseAsync(args, { from: 'user' });
  const said = heard();
  const { exitCode } = process;
  vi.restoreAllMocks();
  process.exitCode = 0;
  return { said, exitCode: exitCode ?? 0 };
}

/** What is written of the ports `port0`, `port1` … */
export async function mergedOf(...reports: readonly object[]): Promise<MergedReport> {
  const files = await Promise.all(reports.map((report, place) => written(`port${place}.json`, report)));
  const { said, exitCode } = await merge(...files, '--json');
  expect(exitCode, said).toBe(0);
  return JSON.parse(said);
}
