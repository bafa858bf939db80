import { type Failure, fail, type Outcome, succeed } from '../domain/failure.ts';
import { MEDIA_TYPES } from '../domain/scan/media-type.ts';
import { ENERGIES, type Energy } from '../domain/scan/plane.ts';
import type { ScanFile } from '../domain/scan/view.ts';
import { partName, type ViewFiles } from './group-files.ts';
import type { PageHeader } from './image-header.ts';
import { readHeader } from './read-header.ts';
import { MEDIA_TYPE_OF } from './sniff.ts';

/** One plane that will be decoded: which page of which file, and the energy that it is. */
interface PlannedPlane {
  readonly energy: Energy;
  readonly file: ScanFile;
  readonly page: PageHeader;
}

/** A view whose headers were read and agree with each other; no pixel is decoded yet. */
export interface ViewPlan {
  readonly name: string;
  /** High before low, one or two. */
  readonly planes: readonly PlannedPlane[];
  /** True where a declared type differs from what the content is. */
  readonly hasTypeMismatch: boolean;
}

/** Reads the headers of a view's files and says which page is which energy. */
export function planView(view: ViewFiles): Outcome<ViewPlan> {
  const planes: PlannedPlane[] = [];
  let hasTypeMismatch = false;
  for (const file of view.files) {
    const inspected = inspectFile(file);
    if (!inspected.ok) return blame(file, inspected.failure);
    planes.push(...inspected.value.planes);
    hasTypeMismatch ||= inspected.value.hasTypeMismatch;
  }
  planes.sort((a, b) => ENERGIES.indexOf(a.energy) - ENERGIES.indexOf(b.energy));
  const sizes = new Set(planes.map(({ page }) => `${page.widthPx}×${page.heightPx}`));
  if (sizes.size > 1) {
    const message = `The energies of view ${view.name} differ in size (${[...sizes].join(' and ')}): send planes that lie over each other pixel for pixel.`;
    return fail('unreadable-scan', message);
  }
  if (new Set(planes.map(({ page }) => page.bitDepth)).size > 1) {
    const message = `The energies of view ${view.name} differ in depth (8 and 16 bits): send both as they left the scanner, with 16 bits.`;
    return fail('unreadable-scan', message);
  }
  return succeed({ name: view.name, planes, hasTypeMismatch });
}

/** A failure with the part's name in front, so that a client who sent several knows which one to mend. */
export function blame(file: ScanFile, failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return fail(failure.code, `${partName(file)}: ${failure.message}`);
}

interface InspectedFile {
  readonly planes: readonly PlannedPlane[];
  readonly hasTypeMismatch: boolean;
}

function inspectFile(file: ScanFile): Outcome<InspectedFile> {
  const declared = declaredMediaType(file.declaredType);
  if (!declared.ok) return declared;
  const header = readHeader(file.bytes);
  if (!header.ok) return header;
  const { format, pages } = header.value;
  const hasTypeMismatch = declared.value !== null && declared.value !== MEDIA_TYPE_OF[format];
  const [first, second, ...others] = pages;
  if (others.length > 0) {
    return fail(
      'unreadable-scan',
      `The TIFF has ${pages.length} pages; one or two are read (high, low): send other projections as views of their own.`,
    );
  }
  if (second === undefined) {
    return succeed({ planes: [{ energy: file.energy ?? 'high', file, page: first }], hasTypeMismatch });
  }
  if (file.energy !== null) {
    return fail(
      'unreadable-scan',
      `The TIFF has two pages, but the part is one energy: send it as ${file.view}, with high as page 1 and low as page 2.`,
    );
  }
  const planes = [
    { energy: 'high', file, page: first },
    { energy: 'low', file, page: second },
  ] as const;
  return succeed({ planes, hasTypeMismatch });
}

/** The listed media type that a sender declared, or null where the declaration says nothing. */
function declaredMediaType(declaredType: string | null): Outcome<string | null> {
  const type = (declaredType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '' || type === 'application/octet-stream') return succeed(null);
  if (MEDIA_TYPES.some((listed) => listed === type)) return succeed(type);
  return fail(
    'unsupported-media-type',
    `The type ${JSON.stringify(type.slice(0, 60))} is not read: send ${MEDIA_TYPES.join(', ')}.`,
  );
}
