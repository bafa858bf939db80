import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { Inspection } from '../../../src/domain/comparison/inspection.ts';
import type { ScanMetadata } from '../../../src/domain/scan/scan-metadata.ts';
import type { DecisionName } from '../../../src/domain/screening/decision.ts';
import { recordInspections } from '../../../src/records/inspections/inspections.ts';
import type { Records } from '../../../src/records/open-records.ts';
import { judgedScreenings } from '../../../src/records/scans/judged-screenings.ts';
import { insertScreenedScan, insertScreenings } from '../../../src/records/scans/write-scans.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { DATABASES } from '../databases.ts';
import { openTestRecords } from '../test-records.ts';

const AT = { at: new Date('2026-03-02T09:00:00Z'), by: 'key-1' };
const BENIGN: Inspection = {
  outcome: 'benign',
  selectedBy: 'random',
  category: null,
  boxes: [],
  inspectedAt: '2026-03-01T10:00:00.000Z',
};
const THREAT: Inspection = {
  ...BENIGN,
  outcome: 'threat',
  category: 'weapons',
  boxes: [{ view: 'side', box: { x: 1, y: 2, width: 3, height: 4 } }],
};

interface ScanToKeep {
  readonly decisions: Readonly<Record<string, DecisionName>>;
  readonly totalMs?: number;
  readonly score?: number;
  readonly port?: string;
  readonly receivedAt?: string;
  readonly metadata?: ScanMetadata;
}

function screeningOf(technology: string, decision: DecisionName, { score = 0.5, totalMs = 20 } = {}) {
  return {
    technology,
    ...(decision === 'undecided'
      ? { decision, reason: 'low-penetration' as const, score, detections: [] as const }
      : { decision: 'clear' as const, reason: null, score, detections: [] as const }),
    ...(decision === 'alarm' && { decision: 'alarm' as never }),
    operatingPoint: { name: 'default', threshold: 0.7, pfaLimit: 0.01, benignCount: 1, pfaBounds: [0, 1] as const },
    timings: { queueMs: 0, decodeMs: 0, prepareMs: 0, inferMs: 0, interpretMs: 0, totalMs },
  };
}

/** Keeps a scan that the technology `champion` and others decided so. */
async function keep(records: Records, scan: ScanToKeep): Promise<string> {
  const { decisions, totalMs = 20, score = 0.5, port = 'NLRTM', receivedAt = '2026-03-01T08:00:00Z' } = scan;
  const id = uuidv7();
  const screenings = Object.entries(decisions).map(([technology, decision]) =>
    screeningOf(technology, decision, { score, totalMs }),
  );
  valueFrom(
    await records.commit.write((transaction) =>
      insertScreenedScan(
        transaction,
        { id, port, receivedAt: new Date(receivedAt), metadata: scan.metadata ?? {} },
        { views: [], screenings },
        (technology) => ({ role: technology === 'champion' ? 'champion' : 'challenger', modelSha256: '' }),
      ),
    ),
  );
  return id;
}

async function record(records: Records, scanId: string, inspection: Inspection) {
  return valueFrom(
    await records.commit.write((transaction) => recordInspections(transaction, [{ scanId, inspection }], AT)),
  )[0];
}

describe.each(DATABASES)('inspections in $kind', ({ isThere, create }) => {
  const open = async () => openTestRecords(await create());

  it.skipIf(!isThere)('keep every version of a correction, and write nothing twice', async () => {
    const records = await open();
    const id = await keep(records, { decisions: { champion: 'alarm' } });
    expect(await record(records, id, BENIGN)).toBe('recorded');
    expect(await record(records, id, BENIGN)).toBe('unchanged');
    expect(await record(records, id, THREAT)).toBe('corrected');
    const versions = valueFrom(await records.inspections.versions(id, 'NLRTM'));
    expect(versions).toMatchObject([
      { ...THREAT, version: 2, recordedBy: 'key-1', recordedAt: '2026-03-02T09:00:00.000Z' },
      { ...BENIGN, version: 1 },
    ]);
    expect(valueFrom(await records.inspections.current([id]))).toMatchObject([{ version: 2 }]);
    expect(valueFrom(await records.inspections.versions(id, 'DEHAM'))).toEqual([]);
  });

  it.skipIf(!isThere)('go with their scan', async () => {
    const records = await open();
    const id = await keep(records, { decisions: { champion: 'alarm' } });
    await record(records, id, THREAT);
    await records.db.deleteFrom('scans').where('id', '=', id).execute();
    expect(valueFrom(await records.inspections.current([id]))).toEqual([]);
    expect(await record(records, id, THREAT)).toBe('gone');
  });

  it.skipIf(!isThere)('are set against the decision of each technology, the silent ones included', async () => {
    const records = await open();
    const ids = [
      await keep(records, { decisions: { champion: 'clear', challenger: 'alarm' } }),
      await keep(records, { decisions: { champion: 'clear', challenger: 'clear' } }),
    ];
    for (const id of ids) await record(records, id, THREAT);
    const judged = await judgedScreenings(records.db, ids);
    expect(judged.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      { technology: 'challenger', decision: 'alarm', truth: 'threat', count: 1 },
      { technology: 'challenger', decision: 'clear', truth: 'threat', count: 1 },
      { technology: 'champion', decision: 'clear', truth: 'threat', count: 2 },
    ]);
  });

  it.skipIf(!isThere)(
    'are set once against a screening that comes later, by the version that counts then',
    async () => {
      const records = await open();
      const id = await keep(records, { decisions: { champion: 'clear' } });
      for (const found of [BENIGN, THREAT]) await record(records, id, found);
      const screenings = [screeningOf('challenger', 'alarm')];
      const factsOf = () => ({ role: 'challenger', modelSha256: '' }) as const;
      const added = await records.commit.write((transaction) =>
        insertScreenings(transaction, id, { screenings }, factsOf, Date.now()),
      );
      expect(valueFrom(added)).toEqual([{ technology: 'challenger', decision: 'alarm', truth: 'threat', count: 1 }]);
    },
  );

  it.skipIf(!isThere)('find the passages of a container at a port, by when it was captured', async () => {
    const records = await open();
    const metadata = { containerNumber: 'CSQU3054383', capturedAt: '2026-02-27T08:00:00.000Z' };
    const id = await keep(records, { decisions: { champion: 'clear' }, metadata });
    await keep(records, { decisions: { champion: 'clear' }, metadata, port: 'DEHAM' });
    expect(valueFrom(await records.passages.ofContainers(['CSQU3054383', 'CSQU3054384'], 'NLRTM'))).toEqual([
      { containerNumber: 'CSQU3054383', scanId: id, passedAt: Date.parse(metadata.capturedAt) },
    ]);
    expect(valueFrom(await records.passages.ofContainers(['CSQU3054383'], null))).toHaveLength(2);
  });
});

describe.each(DATABASES)('comparisons from $kind', ({ isThere, create }) => {
  const open = async () => openTestRecords(await create());
  const ANY = { port: null };
  const text = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).toSorted();

  it.skipIf(!isThere)('count scans by who decided what, in a port, a lane, a cargo and a period', async () => {
    const records = await open();
    const both = { champion: 'clear', challenger: 'alarm' } as const;
    const metadata = { laneId: 'north', hsCodes: ['8471', '8473'] };
    await keep(records, { decisions: both, metadata });
    await keep(records, { decisions: both, metadata: { laneId: 'south', declaredEmpty: true } });
    await keep(records, { decisions: both, port: 'DEHAM', receivedAt: '2026-03-09T00:00:00Z' });
    await keep(records, { decisions: { champion: 'undecided' } });
    const count = async (scans: Parameters<Records['comparisons']['decisions']>[0]) =>
      valueFrom(await records.comparisons.decisions(scans, null))
        .filter(({ decisions }) => decisions.length === 2)
        .reduce((sum, row) => sum + row.scans, 0);
    expect(await count(ANY)).toBe(3);
    expect(await count({ port: 'NLRTM' })).toBe(2);
    expect(await count({ port: null, laneId: 'north' })).toBe(1);
    expect(await count({ port: null, cargo: 'hs-84' })).toBe(1);
    expect(await count({ port: null, cargo: 'empty' })).toBe(1);
    expect(await count({ port: null, from: Date.parse('2026-03-02T00:00:00Z') })).toBe(1);
    expect(await count({ port: null, to: Date.parse('2026-03-02T00:00:00Z') })).toBe(2);
    const [row] = valueFrom(await records.comparisons.decisions({ port: 'DEHAM' }, null));
    expect(row?.decisions).toEqual([
      ['challenger', 'alarm', 'challenger', expect.any(String), expect.any(Number)],
      ['champion', 'clear', 'champion', expect.any(String), expect.any(Number)],
    ]);
    const receivedAt = Date.parse('2026-03-09T00:00:00Z');
    expect(row).toMatchObject({ firstAt: receivedAt, lastAt: receivedAt });
  });

  it.skipIf(!isThere)('part by port, lane, cargo and week', async () => {
    const records = await open();
    const decisions = { champion: 'clear' } as const;
    await keep(records, { decisions, metadata: { laneId: 'north' }, receivedAt: '2026-03-01T23:59:59.999Z' });
    await keep(records, { decisions, port: 'DEHAM', receivedAt: '2026-03-02T00:00:00Z' });
    const parts = async (by: 'port' | 'lane' | 'cargo' | 'week') =>
      text(valueFrom(await records.comparisons.decisions(ANY, by)).map(({ part, scans }) => ({ part, scans })));
    expect(await parts('port')).toEqual(
      text([
        { part: 'NLRTM', scans: 1 },
        { part: 'DEHAM', scans: 1 },
      ]),
    );
    expect(await parts('lane')).toEqual(
      text([
        { part: 'north', scans: 1 },
        { part: null, scans: 1 },
      ]),
    );
    expect(await parts('cargo')).toEqual(text([{ part: null, scans: 2 }]));
    // 2 March 2026 is a Monday: the week before is another one.
    expect(await parts('week')).toEqual(
      text([
        { part: '2929', scans: 1 },
        { part: '2930', scans: 1 },
      ]),
    );
  });

  it.skipIf(!isThere)('count inspected scans by the version that counts', async () => {
    const records = await open();
    const id = await keep(records, { decisions: { champion: 'clear' } });
    await keep(records, { decisions: { champion: 'clear' } });
    await record(records, id, BENIGN);
    await record(records, id, THREAT);
    const rows = valueFrom(await records.comparisons.inspected(ANY, null));
    expect(rows).toMatchObject([{ selectedBy: 'random', outcome: 'threat', scans: 1 }]);
    expect(valueFrom(await records.comparisons.inspected({ port: 'DEHAM' }, null))).toEqual([]);
  });

  it.skipIf(!isThere)('read latencies from the sorted list, and the newest scores', async () => {
    const records = await open();
    for (let i = 1; i <= 100; i++)
      await keep(records, { decisions: { champion: 'clear' }, totalMs: i, score: i / 100 });
    await keep(records, { decisions: { other: 'clear' }, totalMs: 1000 });
    await keep(records, { decisions: { champion: 'clear' }, totalMs: 1000, port: 'DEHAM' });
    const latency = await records.comparisons.latency('champion', { port: 'NLRTM' });
    expect(valueFrom(latency)).toEqual({ n: 100, p50Ms: 50, p90Ms: 90, p99Ms: 99 });
    expect(valueFrom(await records.comparisons.latency('nobody', ANY))).toBeNull();
    expect(valueFrom(await records.comparisons.newestScores('champion', 0.7, { port: 'NLRTM' }, 2))).toEqual([1, 0.99]);
    expect(valueFrom(await records.comparisons.newestScores('champion', 0.7, ANY, 3))).toHaveLength(3);
    expect(valueFrom(await records.comparisons.newestScores('champion', 0.6, ANY, 2))).toEqual([]);
  });
});
