import { type Outcome, succeed } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';

/** Which anomaly map of a scan on record. */
export interface MapAddress {
  readonly scanId: string;
  readonly view: string;
  readonly technology: string;
  readonly port: string | null;
}

/** The map as it is kept, a PNG; null where none is. Fails with `records-unavailable`. */
export async function readAnomalyMap(
  { gate, pictures, pictureStore }: Records,
  { scanId, view, technology, port }: MapAddress,
): Promise<Outcome<Uint8Array<ArrayBuffer> | null>> {
  const maps = await pictures.anomalyMaps(scanId, port);
  if (!maps.ok) return maps;
  const map = maps.value.find((candidate) => candidate.technology === technology && candidate.view === view);
  return map === undefined ? succeed(null) : gate.attempt(() => pictureStore.read(map.sha256));
}
