import type { Insertable } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { completeContainerNumber } from '../../src/domain/scan/container-number.ts';
import type { DecisionName } from '../../src/domain/screening/decision.ts';
import { recordInspections } from '../../src/records/inspections/inspections.ts';
import type { Records } from '../../src/records/open-records.ts';
import { type DecisionEntry, decisionEntry, numberDecisions } from '../../src/records/scans/decisions.ts';
import type { ScansTable, ScreeningsTable } from '../../src/records/tables.ts';
import { createRandom, type Random } from '../../src/simulator/random.ts';

/** A champion, and two that screen silently beside it. */
export const TECHNOLOGIES = ['tip-unet@onnx-cpu', 'patchcore@onnx-cpu', 'pattern-break@onnx-cpu'] as const;
export const PORTS = ['NLRTM', 'DEHAM', 'BEANR', 'ITGOA', 'PLGDN'] as const;
export const PILOT_DAYS = 180;
export const PILOT_ENDS_AT = Date.UTC(2026, 5, 30);

const LANES = 4;
const DAY_MS = 86_400_000;
const BATCH = 500;
const RATES = [
  { pd: 0.7, pfa: 0.01 },
  { pd: 0.5, pfa: 0.03 },
  { pd: 0.4, pfa: 0.02 },
] as const;

/** Fills records with a pilot of so many scans: 1 % threats, 2 % inspected by lot, and 3 in 10 of the champion's alarms. */
export async function fillPilot({ commit }: Pick<Records, 'commit'>, scanCount: number): Promise<void> {
  const random = createRandom(1, 'pilot-queries');
  for (let done = 0; done < scanCount; done += BATCH) {
    const scans = Array.from({ length: Math.min(BATCH, scanCount - done) }, (_, i) =>
      simulateScan(random, done + i, scanCount),
    );
    await commit.write(async (transaction) => {
      const rows: Insertable<ScansTable>[] = [];
      for (const { scan, decisions } of scans) {
        rows.push({ ...scan, decision_set: await numberDecisions(transaction, decisions) });
      }
      await transaction.insertInto('scans').values(rows).execute();
      await transaction
        .insertInto('scan_containers')
        .values(
          scans.map(({ scan: { id, port } }, i) => ({
            scan_id: id,
            port,
            container_number: containerNumber(done + i),
          })),
        )
        .execute();
      await transaction
        .insertInto('screenings')
        .values(scans.flatMap(({ screenings }) => screenings))
        .execute();
      await transaction
        .insertInto('pictures')
        .values(
          scans.flatMap(({ scan }) => ['high', 'low'].map((energy, position) => upload(scan.id, energy, position))),
        )
        .execute();
      const inspected = scans.flatMap(({ scan, isThreat, selectedBy }) =>
        selectedBy === null
          ? []
          : [
              {
                scanId: scan.id,
                inspection: {
                  outcome: isThreat ? ('threat' as const) : ('benign' as const),
                  selectedBy,
                  category: isThreat ? 'weapons' : null,
                  boxes: [],
                  inspectedAt: new Date(scan.received_at + 3_600_000).toISOString(),
                },
              },
            ],
      );
      await recordInspections(transaction, inspected, { at: new Date(PILOT_ENDS_AT), by: null });
    });
  }
}

interface SimulatedScan {
  readonly scan: Insertable<ScansTable> & Pick<ScansTable, 'received_at'>;
  readonly decisions: readonly DecisionEntry[];
  readonly screenings: readonly Insertable<ScreeningsTable>[];
  readonly isThreat: boolean;
  readonly selectedBy: 'random' | 'alarm' | null;
}

/** The number of the container of the n-th scan, as the service takes it; after a million the first ones pass again. */
export function containerNumber(n: number): string {
  return completeContainerNumber(`CSQU${String(n % 1_000_000).padStart(6, '0')}`);
}

function simulateScan(random: Random, index: number, scanCount: number): SimulatedScan {
  const received_at = Math.round(PILOT_ENDS_AT - PILOT_DAYS * DAY_MS * (1 - index / scanCount));
  const id = uuidv7({ msecs: received_at });
  const port = PORTS[Math.floor(random.unit() * PORTS.length)] ?? PORTS[0];
  const lane_id = `lane-${1 + Math.floor(random.unit() * LANES)}`;
  const cargo = `hs-${10 + Math.floor(random.unit() * 80)}`;
  const isThreat = random.chance(0.01);
  const metadata = {
    containerNumber: containerNumber(index),
    portCode: port,
    laneId: lane_id,
    hsCodes: [cargo.slice(3)],
  };
  const screenings = TECHNOLOGIES.map((technology, position) => {
    const { pd, pfa } = RATES[position] ?? RATES[0];
    const decision = decide(random, isThreat ? pd : pfa);
    const score = random.unit();
    const total_ms = Math.exp(4 + position + random.unit());
    return {
      scan_id: id,
      technology,
      role: position === 0 ? ('champion' as const) : ('challenger' as const),
      position,
      model_sha256: 'a'.repeat(64),
      screened_at: received_at,
      decision,
      score,
      threshold: 0.5,
      total_ms,
      port,
      lane_id,
      cargo,
      received_at,
      document: screeningJson(technology, decision, score, total_ms),
    };
  });
  const isAlarm = screenings[0]?.decision === 'alarm';
  const selectedBy = random.chance(0.02) ? 'random' : isAlarm && random.chance(0.3) ? 'alarm' : null;
  const scan = {
    id,
    port,
    state: 'screened' as const,
    received_at,
    captured_at: null,
    lane_id,
    scanner_id: 'gate-1',
    cargo,
    metadata: JSON.stringify(metadata),
    views: VIEWS,
    failure: null,
    request: null,
  };
  const decisions = screenings.map(decisionEntry);
  return { scan, decisions, screenings, isThreat, selectedBy };
}

function decide(random: Random, alarmShare: number): DecisionName {
  if (random.chance(alarmShare)) return 'alarm';
  return random.chance(0.02) ? 'undecided' : 'clear';
}

const CONTAINER = { x: 16, y: 12, width: 1204, height: 308 };
const VIEWS = JSON.stringify([
  {
    name: 'side',
    widthPx: 1236,
    heightPx: 359,
    bitDepth: 16,
    energies: ['high', 'low'],
    sha256: 'b'.repeat(64),
    container: CONTAINER,
    containers: [CONTAINER],
    quality: { darkRatio: 0.021234, saturatedRatio: 0.001234, deadLines: 0, flags: [] },
  },
]);

function screeningJson(technology: string, decision: DecisionName, score: number, totalMs: number): string {
  const box = { x: 812, y: 210, width: 64, height: 48 };
  return JSON.stringify({
    technology,
    decision,
    reason: decision === 'undecided' ? 'low-penetration' : null,
    score,
    detections: decision === 'alarm' ? [{ view: 'side', box, score, category: null }] : [],
    operatingPoint: { name: 'default', threshold: 0.5, pfaLimit: 0.01, benignCount: 2000, pfaBounds: [0.0061, 0.0154] },
    timings: { queueMs: 0.412, decodeMs: 9.213, prepareMs: 3.162, inferMs: 4.833, interpretMs: 2.004, totalMs },
  });
}

function upload(scan_id: string, energy: string, position: number) {
  return {
    scan_id,
    kind: 'upload' as const,
    technology: '',
    view: 'side',
    energy,
    position,
    media_type: 'image/png',
    sha256: `${scan_id.replaceAll('-', '')}${energy === 'high' ? '0' : '1'}`.padEnd(64, '0'),
    bytes: 600_000,
  };
}
