import { parseContainerNumber } from '../../domain/scan/container-number.ts';
import type { ScanMetadata } from '../../domain/scan/scan-metadata.ts';
import { parseMoment } from '../../domain/time/moment.ts';
import type {
  ArchivedInspectionRow,
  ArchivedScanRow,
  ArchivedScreeningRow,
} from '../../records/archive/archived-rows.ts';
import { readMetadata } from '../../records/metadata/kept-metadata.ts';
import { isPseudonym } from '../../records/metadata/pseudonymous-metadata.ts';
import { momentOf } from '../../records/new-id.ts';
import type { ReportsTable } from '../../records/reports/report-tables.ts';
import type { PicturesTable } from '../../records/tables.ts';
import { BrokenArchive } from './tar.ts';

/** Holds rows to each other, over a whole archive, as they come. Each throws `BrokenArchive`. */
export interface ContentCheck {
  readonly scan: (row: ArchivedScanRow) => void;
  readonly screening: (row: ArchivedScreeningRow) => void;
  readonly inspection: (row: ArchivedInspectionRow) => void;
  readonly image: (sha256: string, bytes: number) => void;
  readonly picture: (row: PicturesTable) => void;
  readonly report: (row: ReportsTable) => void;
  /** To be called once everything was there. */
  readonly end: () => void;
}

/** The year 9999 ends. */
const LATEST_MS = Date.UTC(10_000, 0) - 1;

/** Remembers an id of each scan and a hash of each image, and nothing else. */
export function createContentCheck(): ContentCheck {
  const scanIds = new Set<string>();
  const images = new Map<string, { readonly bytes: number; isNamed: boolean }>();
  const screenings = createGrouping('screenings.jsonl');
  const inspections = createGrouping('inspections.jsonl');
  const pictures = createGrouping('pictures.jsonl');
  let lastScanId = '';
  let lastReportId = '';
  const requireScan = (id: string, what: string) => {
    if (!scanIds.has(id)) throw new BrokenArchive(`${what} belongs to the scan ${id}, which is not in it`);
  };
  return {
    scan(row) {
      const { id, received_at } = row;
      if (id <= lastScanId) throw new BrokenArchive(`the scans are not in the order of their ids, at ${id}`);
      lastScanId = id;
      requireRealId(`the scan ${id}`, id);
      scanIds.add(id);
      if (Number.isNaN(received_at)) throw new BrokenArchive(`the scan ${id} has no real moment of arrival`);
      checkMetadata(id, readMetadata(row));
    },
    screening({ scan_id, technology, screened_at }) {
      requireScan(scan_id, `a screening by ${technology}`);
      screenings.add(scan_id, technology);
      if (Number.isNaN(screened_at)) throw new BrokenArchive(`a screening of the scan ${scan_id} has no real moment`);
    },
    inspection({ scan_id, version, inspected_at }) {
      requireScan(scan_id, `the inspection ${version}`);
      inspections.add(scan_id, String(version));
      if (Number.isNaN(inspected_at))
        throw new BrokenArchive(`an inspection of the scan ${scan_id} has no real moment`);
    },
    image(sha256, bytes) {
      if (images.has(sha256)) throw new BrokenArchive(`the image ${sha256} is in it twice`);
      images.set(sha256, { bytes, isNamed: false });
    },
    picture({ scan_id, kind, technology, view, energy, sha256, bytes }) {
      requireScan(scan_id, `the picture ${sha256}`);
      pictures.add(scan_id, [kind, technology, view, energy].join('\n'));
      const image = images.get(sha256);
      if (image?.bytes !== bytes) throw new BrokenArchive(`the image ${sha256} of ${bytes} bytes is not in it`);
      image.isNamed = true;
    },
    report({ id, created_at, state, summary, failure }) {
      const what = `the report ${id}`;
      if (id <= lastReportId) throw new BrokenArchive(`the reports are not in the order of their ids, at ${id}`);
      lastReportId = id;
      requireRealId(what, id);
      if (Number.isNaN(created_at)) throw new BrokenArchive(`${what} has no real moment of its making`);
      const isWhole =
        state === 'finished' ? summary !== null && failure === null : failure !== null && summary === null;
      if (!isWhole) throw new BrokenArchive(`${what} is ${state}, but does not say what it came to`);
    },
    end() {
      const [stray] = [...images].find(([, { isNamed }]) => !isNamed) ?? [];
      if (stray !== undefined) throw new BrokenArchive(`no scan names the image ${stray}`);
    },
  };
}

/** Ids to come go on after those on record: one from the end of time would leave no room for them. */
function requireRealId(what: string, id: string): void {
  if (momentOf(id) > LATEST_MS) throw new BrokenArchive(`${what} has an id of no real moment`);
}

/** Holds lines to the order of their scans, and to be there once each, with one scan in memory. */
function createGrouping(part: string) {
  let scanId = '';
  let names = new Set<string>();
  return {
    add(id: string, name: string): void {
      if (id < scanId) throw new BrokenArchive(`${part} is not in the order of the scans, at ${id}`);
      if (id !== scanId) names = new Set();
      scanId = id;
      if (names.has(name)) throw new BrokenArchive(`${part} has two lines for the same of the scan ${id}`);
      names.add(name);
    },
  };
}

function checkMetadata(id: string, { containerNumber, containerNumbers = [], capturedAt }: ScanMetadata): void {
  for (const number of [...(containerNumber === undefined ? [] : [containerNumber]), ...containerNumbers]) {
    const parsed = parseContainerNumber(number);
    // Written otherwise than here, it would not be found again.
    const isAsRecorded = parsed.ok && parsed.value === number;
    if (!isAsRecorded && !isPseudonym(number)) {
      throw new BrokenArchive(`the scan ${id} has a container number that is neither one of ISO 6346 nor a pseudonym`);
    }
  }
  if (capturedAt === undefined) return;
  const parsed = parseMoment(capturedAt);
  if (!parsed.ok || parsed.value !== capturedAt) throw new BrokenArchive(`the scan ${id} has no real capturedAt`);
}
