import { describe, expect, it } from 'vitest';
import { screenInProcesses } from '../../../src/commands/sample-screening/screen-in-processes.ts';
import type { ScreenedScan } from '../../../src/commands/sample-screening/screen-source.ts';
import type { ScreeningTask } from '../../../src/commands/sample-screening/screening-messages.ts';
import type { ScreeningProcess } from '../../../src/commands/sample-screening/screening-process.ts';
import { fail, type Outcome, succeed } from '../../../src/domain/failure.ts';
import { screenedTechnology } from '../../fixtures/scored-scan.ts';
import { failureOf } from '../../fixtures/value-from.ts';

const DATA = { folders: ['set'], modelsDir: 'models', technologies: ['a', 'b'], measuresPixels: false };
const TECHNOLOGIES = [screenedTechnology('a'), screenedTechnology('b')] as const;

/** Each scan's key is its place and why technologies were not asked. */
function screenedAs({ index, notAsked }: ScreeningTask): Outcome<ScreenedScan> {
  const key = [index, ...Object.entries(notAsked).map(([id, why]) => `${id}: ${why}`)].join(' ');
  return succeed({ key, bitDepth: 16, energies: [], verdicts: [] });
}

/** Screens four scans in two processes that end where `crashes` says so. */
async function screenWith(crashes: (task: ScreeningTask) => boolean, scans = 4, isHung = false) {
  let alive = 0;
  const heard: string[] = [];
  const start = async (): Promise<Outcome<ScreeningProcess>> => {
    alive++;
    let isOver = false;
    const stop = () => {
      if (!isOver) alive--;
      isOver = true;
    };
    return succeed({
      technologies: TECHNOLOGIES,
      screen: async (task) => {
        if (isOver) throw new Error('a process that ended was asked');
        if (!crashes(task)) return { message: screenedAs(task) };
        stop();
        return { ended: 'SIGSEGV', cause: 'it crashed', isHung, at: null };
      },
      stop: async () => stop(),
    });
  };
  const onScreened = (screened: Outcome<ScreenedScan>) => {
    heard.push(screened.ok ? screened.value.key : screened.failure.message);
    return true;
  };
  const done = await screenInProcesses({
    data: DATA,
    scans,
    jobs: 2,
    onLoaded: () => succeed(0),
    onScreened,
    start,
  });
  return { done, heard, alive };
}

describe('screening in processes', () => {
  it('hears of the scans in their order, and leaves no process behind', async () => {
    expect(await screenWith(() => false)).toEqual({ done: succeed(null), heard: ['0', '1', '2', '3'], alive: 0 });
  });

  it('takes a scan amid which a technology ends its process for one that it failed on, and no other for anything', async () => {
    const { done, heard, alive } = await screenWith(
      ({ index, notAsked }) => index === 1 && !('b@onnx-cpu' in notAsked),
    );
    expect(done).toEqual(succeed(null));
    expect(heard).toEqual(['0', '1 b@onnx-cpu: Its process ended (SIGSEGV) amid the scan: it crashed.', ...['2', '3']]);
    expect(alive).toBe(0);
  });

  it('blames nobody for a crash that does not come again', async () => {
    let crashed = 0;
    expect((await screenWith(({ index }) => index === 2 && crashed++ === 0)).heard).toEqual(['0', '1', '2', '3']);
  });

  it('takes a scan that ends the process whoever is asked for one that cannot be read', async () => {
    const { heard, alive } = await screenWith(({ index }) => index === 3);
    expect(heard.slice(0, 3)).toEqual(['0', '1', '2']);
    expect(heard[3]).toBe('to read it ends the process (SIGSEGV): its decoder crashes on it.');
    expect(alive).toBe(0);
  });

  it('asks a technology no more that did not come back from three scans', async () => {
    const asked: number[] = [];
    const endless = ({ index, notAsked }: ScreeningTask) => {
      const isAsked = !('b@onnx-cpu' in notAsked);
      if (isAsked) asked.push(index);
      return isAsked;
    };
    const { done, heard, alive } = await screenWith(endless, 12, true);
    expect(done).toEqual(succeed(null));
    expect(heard).toHaveLength(12);
    expect(heard.every((said) => said.includes('b@onnx-cpu: '))).toBe(true);
    expect(heard.at(-1)).toBe('11 b@onnx-cpu: It was not asked: it had not come back from 3 scans.');
    // Each of them together with the other and alone; a scan that the other process was at is asked about, too.
    expect(new Set(asked).size).toBeLessThanOrEqual(4);
    expect(alive).toBe(0);
  });

  it('fails where a process that takes the place of another loads other weights or another threshold', async () => {
    const [a, b] = TECHNOLOGIES;
    const changes = [
      { ...b, model: { ...b.model, sha256: 'f'.repeat(64) } },
      { ...b, operatingPoint: { ...b.operatingPoint, threshold: 0.001 } },
    ];
    for (const changed of changes) {
      let started = 0;
      let alive = 0;
      const start = async (): Promise<Outcome<ScreeningProcess>> => {
        const isFirst = started++ === 0;
        alive++;
        return succeed({
          technologies: [a, isFirst ? b : changed],
          screen: async () => ({ ended: 'SIGSEGV', cause: 'it crashed', isHung: false, at: null }),
          stop: async () => {
            alive--;
          },
        });
      };
      const terms = { data: DATA, scans: 1, jobs: 1, onLoaded: () => succeed(0), onScreened: () => true };
      const done = await screenInProcesses({ ...terms, start });
      expect(failureOf(done)).toContain('b@onnx-cpu was changed while scans were screened');
      expect(alive).toBe(0);
    }
  });

  it('fails with why a process cannot be started', async () => {
    const failure = fail('unknown-technology', 'There is no technology "c".');
    const terms = { data: DATA, scans: 4, jobs: 2, onLoaded: () => succeed(0), onScreened: () => true };
    expect(await screenInProcesses({ ...terms, start: async () => failure })).toEqual(failure);
  });
});
