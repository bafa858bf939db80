import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { shipped } from '../../src/installation.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { startService } from '../service.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { findLosses } from './find-losses.ts';
import { type Counts, sendScans } from './send-scans.ts';

export interface CrashOptions {
  readonly kills: number;
  readonly seed: number;
  readonly databaseUrl: string;
  readonly onKill: () => void;
}

/**
 * `screened` scans were answered with 201, `queued` ones with 202; requests that were `cutOff` had no answer when the service
 * ended, and those with a name were sent again.
 */
export interface CrashReport extends Readonly<Counts> {
  readonly kills: number;
  /** What was acknowledged and is not as it was acknowledged, in sentences. */
  readonly losses: readonly string[];
}

const CLIENTS = 4;
/** From the first answer of a life to its end, in ms. */
const LIFE_MS = { shortest: 20, longest: 600 } as const;

/**
 * Starts the service, sends scans from several clients, kills it at a random instant, starts it again on the same records,
 * and so on; at the end every acknowledged scan is looked for. The clients behave as scanners do: a request with a name
 * that was cut off is sent again, one without is not.
 */
export function crashOften({ kills, seed, databaseUrl, onKill }: CrashOptions): Promise<CrashReport> {
  const random = createRandom(seed, 'crash');
  return inTemporaryFolder(async (folder) => {
    const settings = {
      SCANBENCH_DATABASE_URL: databaseUrl,
      SCANBENCH_MODELS_DIR: await copyFastModels(folder),
      SCANBENCH_CHAMPION: 'local-contrast@onnx-cpu',
      SCANBENCH_CHALLENGERS: 'pattern-break@onnx-cpu',
    };
    const dataDir = join(folder, 'data');
    const start = () => startService({ workers: 2, dataDir, settings });
    const bodies = [await readBody('001-palletised-boxes'), await readBody('003-drums')] as const;
    const sent = sendScans(bodies, random);
    for (let kill = 0; kill < kills; kill++) {
      const service = await start();
      const life = sent.begin(service.url, CLIENTS);
      await sleep(random.between(LIFE_MS.shortest, LIFE_MS.longest));
      await service.kill();
      await life.end();
      onKill();
    }
    const service = await start();
    const losses = await findLosses({ url: service.url, sent: await sent.settle(service.url), dataDir, databaseUrl });
    await service.stop();
    return { kills, ...sent.counts(), losses };
  });
}

/** Two classical models, which load in no time: what is tried here is not the inference. */
async function copyFastModels(folder: string): Promise<string> {
  const models = join(folder, 'models');
  await mkdir(models);
  for (const id of ['local-contrast', 'pattern-break']) {
    await cp(shipped('models', id), join(models, id), { recursive: true });
  }
  return models;
}

function readBody(name: string): Promise<Buffer<ArrayBuffer>> {
  return readFile(shipped('samples', 'smoke', name, 'side.high.png'));
}
