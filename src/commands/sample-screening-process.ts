import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { Detector } from '../inference/detector.ts';
import { findScans, type ScanSource } from './find-scans.ts';
import { loadTechnologies } from './load-technologies.ts';
import { screenSource } from './screen-source.ts';
import type { ScreeningData, ScreeningReply, ScreeningStart, ScreeningTask } from './screening-messages.ts';

// The entry of a process that screens sample sets, one scan at a time: native code that crashes ends it, and not the
// command that started it. It ends when the channel to the command closes.
// A terminal sends its signals to this process, too; to die of one amid an inference would be a crash.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
// On trust: who forked this process, of the same build, has just written it.
const data: ScreeningData = JSON.parse(process.argv[2] ?? '');

const started = await start();
send(started.ok ? succeed([...started.value.detectors.values()].map(({ technology }) => technology)) : started);
if (started.ok) {
  const { sources, detectors } = started.value;
  let screening: Promise<void> = Promise.resolve();
  process.on('message', ({ index, notAsked }: ScreeningTask) => {
    const source = sources[index];
    if (source === undefined) throw new RangeError(`there is no scan ${index}`);
    screening = screenSource(source, detectors, data.measuresPixels, notAsked).then(send);
  });
  const end = async () => {
    await screening;
    for (const detector of detectors.values()) await detector.close();
  };
  process.on('disconnect', end);
  // The command may have gone while the technologies were loading, before anybody listened.
  if (!process.connected) await end();
} else process.disconnect?.();

interface Started {
  readonly sources: readonly ScanSource[];
  readonly detectors: ReadonlyMap<string, Detector>;
}

/** Fails with the technology that cannot be had, and why. */
async function start(): Promise<Outcome<Started>> {
  const sources = await findScans(data);
  if (!sources.ok) return sources;
  const found = await loadTechnologies(data.modelsDir, data.technologies);
  if (!found.ok) return found;
  const detectors = new Map<string, Detector>();
  for (const { id, outcome } of found.value) {
    if (!outcome.ok) return fail(outcome.failure.code, `${id}: ${outcome.failure.message}`);
    detectors.set(id, outcome.value);
  }
  return succeed({ sources: sources.value, detectors });
}

function send(message: ScreeningStart | ScreeningReply): void {
  if (process.connected) process.send?.(message);
}
