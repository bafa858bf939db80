import { parentPort, workerData } from 'node:worker_threads';
import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import type { ScanFile } from '../../../domain/scan/view.ts';
import type { Detector } from '../../../inference/detector.ts';
import { screen } from '../../../inference/screen.ts';
import { trialScan } from '../../../inference/trial-scan.ts';
import { loadTechnologies } from '../../models/load-technologies.ts';
import { findScans } from '../../samples/find-scans.ts';
import { judgedText } from '../answer-text.ts';
import { measureRemote } from '../remote/measure-remote.ts';
import type { ThreadAnswer, ThreadReady, ThreadSetup, ThreadStart } from './target-messages.ts';

// The entry of a thread that screens the scans it is sent by number, through the pipeline of the service.
const setup: ThreadSetup = workerData;
const port = parentPort;
if (port === null) throw new Error('a target thread was started outside a thread');

const started = await start();
port.postMessage((started.ok ? succeed(started.value.ready) : started) satisfies ThreadStart);
if (started.ok) {
  const { detector, scans } = started.value;
  port.on('message', async (scan: number | null) => {
    if (scan === null) {
      await detector.close();
      port.close();
    } else port.postMessage(await answer(detector, scans[scan]));
  });
}

interface Started {
  readonly ready: ThreadReady;
  readonly detector: Detector;
  readonly scans: readonly (readonly ScanFile[])[];
}

async function start(): Promise<Outcome<Started>> {
  const scans = await loadScans();
  if (!scans.ok) return scans;
  const found = await loadTechnologies(setup.modelsDir, [setup.technology], setup);
  if (!found.ok) return found;
  const [loaded] = found.value;
  if (loaded === undefined) return fail('unknown-technology', `There is no technology "${setup.technology}".`);
  if (!loaded.outcome.ok) return loaded.outcome;
  const detector = loaded.outcome.value;
  const { technology, tileBatch } = detector;
  const startedAt = performance.now();
  const trial = await screen(await trialScan(technology.id), new Map([[technology.id, detector]]));
  if (!trial.ok) return trial;
  for (let warmedUp = 0; warmedUp < setup.warmUpScans; warmedUp++) {
    // One that fails here fails in a run, too, where it is counted.
    await answer(detector, scans.value[warmedUp % scans.value.length]);
  }
  const warmUpMs = performance.now() - startedAt;
  const remote = setup.isFirst ? await measureRemote(detector, scans.value) : null;
  const ready = { technology, tileBatch, loadMs: loaded.loadMs, warmUpMs, remote };
  return succeed({ ready, detector, scans: scans.value });
}

/** The files of the timed scans, in the order of their names in the setup. */
async function loadScans(): Promise<Outcome<readonly (readonly ScanFile[])[]>> {
  const found = await findScans(setup.scans);
  if (!found.ok) return found;
  const scans: (readonly ScanFile[])[] = [];
  for (const name of setup.timed) {
    const source = found.value.find((other) => other.name === name);
    if (source === undefined) return fail('not-found', `${name} left its folder while the benchmark ran.`);
    const files = await source.load();
    if (!files.ok) return files;
    scans.push(files.value);
  }
  return succeed(scans);
}

async function answer(detector: Detector, files: readonly ScanFile[] | undefined): Promise<ThreadAnswer> {
  if (files === undefined) throw new RangeError('a scan was asked for that there is not');
  const { id } = detector.technology;
  const startedAt = performance.now();
  const screened = await screen({ files, technologies: [id], maps: 'none', images: 'none' }, new Map([[id, detector]]));
  const serviceMs = performance.now() - startedAt;
  if (!screened.ok) return screened;
  const [result] = screened.value.results;
  if (result === undefined) throw new Error(`${id} gave no answer`);
  return succeed({ answer: judgedText(result), serviceMs });
}
