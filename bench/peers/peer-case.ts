import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeScan } from '../../src/formats/decode-scan.ts';
import { assessView } from '../../src/inference/assess-view.ts';
import { shipped } from '../../src/installation.ts';
import { writeBenchScans } from '../overhead/bench-scans.ts';

/** The model that all servers run: one whose preparation is ten lines of NumPy. */
export const PEER_MODEL = 'local-contrast';

/** What every server is asked. */
export interface PeerCase {
  readonly name: string;
  readonly png: Buffer;
  /** What the peers are told, as JSON: the weights, and what only Scanbench finds out for itself. */
  readonly file: string;
}

/** Writes the scan, and where its container lies with the open-beam reading, which peers are given. */
export async function writePeerCase(folder: string): Promise<PeerCase> {
  const [scan] = await writeBenchScans(folder);
  const png = await readFile(scan.path);
  const views = await decodeScan([
    { view: 'side', energy: 'high', declaredType: scan.contentType, bytes: new Uint8Array(png) },
  ]);
  if (!views.ok) throw new Error(views.failure.message);
  const [view] = views.value;
  if (view === undefined) throw new Error('a scan has a view');
  const { judgedBoxes, airLevels } = assessView(view);
  if (judgedBoxes.length > 1) throw new Error('peers read one box; the scan has several');
  const file = join(folder, 'case.json');
  const model = shipped('models', PEER_MODEL, 'model.onnx');
  await writeFile(file, JSON.stringify({ model, box: judgedBoxes[0], airLevel: airLevels.high }));
  return { name: scan.name, png, file };
}
