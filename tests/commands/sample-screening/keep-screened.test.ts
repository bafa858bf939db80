import { existsSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nothingSoFar, type ScreenedSoFar } from '../../../src/commands/evaluation/screened-so-far.ts';
import { thisRun } from '../../../src/commands/origin/host.ts';
import { keepScreened } from '../../../src/commands/sample-screening/keep-screened.ts';
import { hearStreams } from '../../fixtures/hear-streams.ts';
import { scoredScan } from '../../fixtures/scored-scan.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';

const { host } = thisRun();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function keeperOf(folder: string, resume: boolean) {
  return keepScreened<ScreenedSoFar>({
    work: 'evaluation',
    fileOf: () => path.join(folder, 'screened.part'),
    host,
    resume,
    scansIn: ({ scans }) => scans.length,
  });
}

/** So many scans, screened so far. */
function screened(scans: number) {
  const all = Array.from({ length: scans }, (_, id) => scoredScan('benign', [0.1], { id: String(id) }));
  return { before: { taken: scans, unreadable: [] }, soFar: { ...nothingSoFar(), scans: all } };
}

describe('what keeps an evaluation', () => {
  it('writes once a minute, and at the end the last state', async () => {
    const folder = await temporaryFolder();
    const part = path.join(folder, 'screened.part');
    const keeper = keeperOf(folder, false);
    valueFrom(keeper.find([], []));
    keeper.keep(screened(10));
    expect(existsSync(part)).toBe(false);
    vi.advanceTimersByTime(60_000);
    keeper.keep(screened(11));
    expect(existsSync(part)).toBe(true);
    keeper.keep(screened(12));
    const said = hearStreams();
    keeper.end();
    expect(said()).toContain('12 of 0 scans are kept');
    const again = keeperOf(folder, true);
    expect(valueFrom(again.find([], []))?.before.taken).toBe(12);
    again.forget();
    again.end();
    expect(existsSync(part)).toBe(false);
  });

  it('names what is kept of other works where nothing is kept of its own', async () => {
    const folder = await temporaryFolder();
    const part = path.join(folder, 'own.part');
    const keeper = keepScreened<ScreenedSoFar>({
      work: 'calibration',
      fileOf: () => part,
      othersThan: (own) => (own === part ? ['a.part', 'b.part'] : []),
      host,
      resume: true,
      scansIn: ({ scans }) => scans.length,
    });
    const said = hearStreams();
    expect(valueFrom(keeper.find([], []))).toBeNull();
    expect(said()).toContain(
      `(there is no ${part}; a.part is of another; b.part is of another: scans, technologies, machine or Scanbench differ)`,
    );
    keeper.end();
  });

  it('says again what is kept where it ends before it has taken in one more', async () => {
    const folder = await temporaryFolder();
    const first = keeperOf(folder, false);
    valueFrom(first.find([], []));
    const said = hearStreams();
    first.keep(screened(10));
    first.end();
    const again = keeperOf(folder, true);
    valueFrom(again.find([], []));
    again.end();
    expect(said().match(/10 of 0 scans are kept/g)).toHaveLength(2);
    expect(existsSync(path.join(folder, 'screened.part'))).toBe(true);
  });

  it('never takes a state for whole in the middle of which an error broke in', async () => {
    const folder = await temporaryFolder();
    const keeper = keeperOf(folder, false);
    const { before } = screened(10);
    valueFrom(keeper.find([], []));
    keeper.keep({ before, soFar: screened(11).soFar });
    const said = hearStreams();
    keeper.end();
    expect(said()).toBe('');
    expect(existsSync(path.join(folder, 'screened.part'))).toBe(false);
  });

  it('says once that it cannot write, and lets the evaluation go on', async () => {
    const folder = path.join(await temporaryFolder(), 'gone');
    await mkdir(folder);
    const keeper = keeperOf(folder, false);
    valueFrom(keeper.find([], []));
    await rmdir(folder);
    const said = hearStreams();
    for (let minute = 0; minute < 3; minute++) {
      vi.advanceTimersByTime(60_000);
      keeper.keep(screened(10 + minute));
    }
    keeper.end();
    expect(said().match(/cannot be kept \(ENOENT/g)).toHaveLength(1);
  });
});
