import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { countedOf } from '../../../domain/language/counted.ts';
import { energiesOf, primaryPlane } from '../../../domain/scan/view.ts';
import type { Detection } from '../../../domain/screening/detection.ts';
import { startProgress } from '../../command-line/progress.ts';
import { gatherScreened } from '../../sample-screening/gather-screened.ts';
import { failedVerdict, type ScreenedScan, type Verdict } from '../../sample-screening/screen-source.ts';
import type { ScreenedSources, ScreenSourcesOptions } from '../../sample-screening/screen-sources.ts';
import type { ScreenedTechnology } from '../../sample-screening/screened-technology.ts';
import { findScans, type ScanSource } from '../../samples/find-scans.ts';
import { readScan } from '../../samples/read-scan.ts';
import { scanKey } from '../../samples/scan-key.ts';
import { touchesThreat } from '../../samples/threat-masks.ts';
import { listTechnologies } from './list-technologies.ts';
import { postPatiently } from './post-patiently.ts';
import { postedScan } from './post-scan.ts';
import type { ServiceClient } from './service-client.ts';

/**
 * Screens the scans of folders with technologies of a service, as `screenSources` does on this machine: the accuracy run
 * has no clock, so that a refused scan is sent again. Anomaly maps are not fetched: pixels are not measured. Fails as
 * `screenSources` does, and at once where the service does not let its caller ask, or is given up: what it was never asked is
 * no miss of a technology. Also where one was swapped meanwhile: its answers are of two.
 */
export async function screenByService(
  client: ServiceClient,
  {
    scans,
    technologies: ids,
    jobs,
    onScreened,
    tell = startProgress,
  }: Omit<ScreenSourcesOptions, 'modelsDir' | 'measuresPixels'>,
): Promise<Outcome<ScreenedSources>> {
  const sources = await findScans(scans);
  if (!sources.ok) return sources;
  const listed = await listTechnologies(client);
  if (!listed.ok) return listed;
  const technologies: ScreenedTechnology[] = [];
  for (const id of ids) {
    const outcome = listed.value.find((technology) => technology.id === id)?.outcome;
    if (outcome === undefined) return fail('unknown-technology', `${client.address} no longer has ${id}.`);
    if (!outcome.ok) return outcome;
    technologies.push(outcome.value);
  }
  const gathering = gatherScreened(ids, onScreened);
  const progress = tell('screening', sources.value.length);
  try {
    for (let from = 0; from < sources.value.length; from += jobs) {
      const some = sources.value.slice(from, from + jobs);
      const screened = await Promise.all(some.map((source) => screenOne(client, source, technologies)));
      const gone = client.whyGivenUp();
      if (gone !== null) {
        return fail(gone.code, `${gone.message} It had screened ${countedOf(from, sources.value.length, 'scan')}.`);
      }
      for (const [place, outcome] of screened.entries()) {
        const source = some[place];
        const taken = source === undefined ? succeed(null) : gathering.take(source, outcome);
        if (!taken.ok) return taken;
        progress.advance();
      }
    }
  } finally {
    progress.stop();
  }
  const unreadable = gathering.end();
  if (!unreadable.ok) return unreadable;
  const swapped = await findSwapped(client, technologies);
  if (swapped === undefined) return succeed({ technologies, unreadable: unreadable.value });
  return fail(
    'runtime-failed',
    `${client.address} had another model or threshold for ${swapped.id} at the end of the accuracy run than at its ` +
      'beginning: its answers are of both. Leave its models alone meanwhile, and run the benchmark anew.',
  );
}

/** One that the service still has, and as another. Who is gone has answered all scans, and is missed when it is timed. */
async function findSwapped(client: ServiceClient, technologies: readonly ScreenedTechnology[]) {
  const listed = await listTechnologies(client);
  if (!listed.ok) return undefined;
  return technologies.find((before) => {
    const now = listed.value.find(({ id }) => id === before.id)?.outcome;
    if (now?.ok !== true) return false;
    const { model, operatingPoint } = now.value;
    return model.sha256 !== before.model.sha256 || operatingPoint.threshold !== before.operatingPoint.threshold;
  });
}

/** The scan is decoded here, too, for what the service does not say of it. Fails with what is wrong with the scan. */
async function screenOne(
  client: ServiceClient,
  source: ScanSource,
  technologies: readonly ScreenedTechnology[],
): Promise<Outcome<ScreenedScan>> {
  const read = await readScan(source);
  if (!read.ok) return read;
  const { files, views, masks } = read.value;
  const posted = await postedScan(files);
  const verdicts: Verdict[] = [];
  for (const technology of technologies) {
    const touches = (detections: readonly Detection[]) =>
      technology.tellsPlaces ? touchesThreat(source, detections, masks) : null;
    const screened = await postPatiently(client, technology.id, posted);
    if (!screened.ok) {
      verdicts.push(failedVerdict(screened.failure, technology, touches([])));
      continue;
    }
    const { decision, reason, score, operatingPoint, detections } = screened.value;
    const [lower = 0, upper = 1] = operatingPoint.pfaBounds;
    verdicts.push({
      ...{ decision, reason, score, pixels: null },
      operatingPoint: { ...operatingPoint, pfaBounds: [lower, upper] },
      touchesThreat: touches(detections),
    });
  }
  const [first] = views;
  if (first === undefined) return fail('unreadable-scan', 'it has no view.');
  const { planes } = first;
  const key = scanKey(views);
  return succeed({ key, bitDepth: primaryPlane(planes).bitDepth, energies: energiesOf(planes), verdicts });
}
