import { describe, expect, it } from 'vitest';
import type { PicturedScan } from '../../../src/console/api-document.ts';
import { type HistoryEntry, nameOfRecord, withEntry } from '../../../src/console/history/scan-history.ts';

const PICTURE = 'data:image/png;base64,AAAA';
const source = (name: string) => ({
  name,
  sample: null,
  canBeTriedAgain: true,
  prepare: () => Promise.reject(new Error('Nothing is sent here.')),
});

function screened(id: string): HistoryEntry {
  const view = { name: 'side', widthPx: 1, heightPx: 1, bitDepth: 8, energies: ['high'], sha256: '' } as const;
  const quality = { darkRatio: 0, saturatedRatio: 0, deadLines: 0, flags: [] };
  const timings = { queueMs: 0, decodeMs: 0, prepareMs: 0, inferMs: 0, interpretMs: 0, totalMs: 0 };
  const pfaBounds = [0, 1] as const;
  const operatingPoint = { name: 'a', threshold: 1, pfaLimit: 1, pfa: 0, pfaBounds, benignCount: 0 };
  const scan: PicturedScan = {
    ...{ id, receivedAt: '', state: 'screened', metadata: {} },
    views: [{ ...view, container: null, containers: [], quality, image: PICTURE }],
    screenings: [
      {
        ...{ technology: 'a@b', decision: 'clear', reason: null, score: 0, detections: [], operatingPoint, timings },
        anomalyMaps: { side: PICTURE },
      },
    ],
  };
  return { id, name: id, scan, source: source(id), roundTripMs: 1 };
}

function failed(id: string): HistoryEntry {
  return { id, name: id, source: source(id), problem: { title: '', detail: '', cure: '', code: null } };
}

function pictureOf(entry: HistoryEntry | undefined) {
  return entry !== undefined && 'scan' in entry ? [entry.scan.views[0]?.image, entry.scan.screenings[0]] : [];
}

describe('the history of a page', () => {
  it('keeps every entry, also a failure behind many scans, and the pictures of the newest scans alone', () => {
    let history: readonly HistoryEntry[] = [];
    history = withEntry(history, screened('first'));
    history = withEntry(history, failed('lost'));
    for (let i = 0; i < 23; i++) history = withEntry(history, screened(`scan-${i}`));
    expect(pictureOf(history.at(-1))).toMatchObject([PICTURE, { anomalyMaps: { side: PICTURE } }]);
    history = withEntry(history, screened('newest'));
    expect(history.map(({ id }) => id)).toHaveLength(26);
    expect(history.at(-2)).toMatchObject({ id: 'lost' });
    const address = '/v1/scans/first/screenings/a%40b/views/side/anomaly-map.png';
    expect(pictureOf(history.at(-1))).toMatchObject([undefined, { anomalyMaps: { side: address } }]);
  });

  it('has each scan once, and tells the records of one source apart', () => {
    const once = withEntry([], screened('gate.png'));
    expect(withEntry(once, screened('gate.png'))).toHaveLength(1);
    expect(nameOfRecord(once, 'gate.png')).toBe('gate.png (2)');
    expect(nameOfRecord(withEntry([], failed('gate.png')), 'gate.png')).toBe('gate.png');
  });
});
