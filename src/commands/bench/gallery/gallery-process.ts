import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import type { Detector } from '../../../inference/detector.ts';
import { findScans, type ScanSource } from '../../find-scans.ts';
import { loadTechnologies } from '../../load-technologies.ts';
import { drawScan } from './draw-scan.ts';
import type { DrawingOrder, DrawingReply, DrawingSetup, DrawingStart } from './drawing-messages.ts';

// The entry of a process that draws scans with one technology: native code that crashes ends it, and not the benchmark,
// which has measured everything by then. It ends when the channel to the benchmark closes.
// A terminal sends its signals to this process, too; to die of one amid an inference would be a crash.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
const setup: DrawingSetup = JSON.parse(process.argv[2] ?? '');

const started = await start();
send(started.ok ? succeed(null) : started);
if (started.ok) {
  const { detector, sources } = started.value;
  let drawing: Promise<void> = Promise.resolve();
  process.on('message', ({ scan }: DrawingOrder) => {
    drawing = draw(scan, sources, detector).then(send);
  });
  const end = () => drawing.then(() => detector.close());
  process.on('disconnect', end);
  // The benchmark may have gone while the technology was loading, before anybody listened.
  if (!process.connected) await end();
} else process.disconnect?.();

interface Started {
  readonly detector: Detector;
  readonly sources: ReadonlyMap<string, ScanSource>;
}

/** Fails where a folder or the technology can no longer be had. */
async function start(): Promise<Outcome<Started>> {
  const { modelsDir, technology, scans } = setup;
  const sources = await findScans(scans);
  if (!sources.ok) return sources;
  const found = await loadTechnologies(modelsDir, [technology]);
  if (!found.ok) return found;
  const [loaded] = found.value;
  if (loaded === undefined) return fail('unknown-technology', `There is no technology ${technology} any more.`);
  if (!loaded.outcome.ok) return loaded.outcome;
  const byName = new Map(sources.value.map((source) => [source.name, source]));
  return succeed({ detector: loaded.outcome.value, sources: byName });
}

async function draw(name: string, sources: ReadonlyMap<string, ScanSource>, detector: Detector): Promise<DrawingReply> {
  const source = sources.get(name);
  if (source === undefined) return fail('not-found', `${name} left its folder while the benchmark ran.`);
  return drawScan(source, detector);
}

function send(message: DrawingStart | DrawingReply): void {
  if (process.connected) process.send?.(message);
}
