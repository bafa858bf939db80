import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { MEDIA_TYPES } from '../../domain/scan/media-type.ts';
import { ENERGIES } from '../../domain/scan/plane.ts';
import type { ScanMetadata } from '../../domain/scan/scan-metadata.ts';
import { type ScanFile, VIEW_NAME } from '../../domain/scan/view.ts';
import { parseMetadata } from '../schemas/metadata.ts';
import { boundaryOf, type Part, parseMultipart } from './multipart.ts';
import { textIn } from './read-text.ts';
import { takeJson } from './take-json.ts';

/** Types that a part may declare without saying anything: what many clients write when they do not know. */
const UNSAID_TYPES: readonly (string | null)[] = [null, 'application/octet-stream'];

const MAX_METADATA_BYTES = 65_536;
const OF_METADATA = { subject: 'The metadata have', code: 'invalid-metadata' } as const;
const NO_METADATA = fail(
  'invalid-metadata',
  'The part "metadata" is not JSON in UTF-8: send an object such as {"containerNumber":"CSQU3054383"}.',
);

/** What one request brought, checked as far as it can be without decoding a pixel. */
export interface Upload {
  readonly files: readonly ScanFile[];
  readonly metadata: ScanMetadata;
}

/**
 * Reads a body by its content type: a bare picture is the view `side`, a multipart body names its views.
 * Fails with `malformed-request`, `unsupported-media-type`, `unreadable-scan` (an empty file) or `invalid-metadata`.
 */
export function readUpload(contentType: string, body: Uint8Array<ArrayBuffer>): Outcome<Upload> {
  const mediaType = mediaTypeOf(contentType);
  if (mediaType !== 'multipart/form-data') {
    return withoutEmptyFiles({
      files: [{ view: 'side', energy: null, declaredType: mediaType, bytes: body }],
      metadata: {},
    });
  }
  const boundary = boundaryOf(contentType);
  if (boundary === null) return fail('malformed-request', 'The multipart/form-data content type names no boundary.');
  const parts = parseMultipart(body, boundary);
  return parts.ok ? uploadOf(parts.value) : parts;
}

/** A content type without its parameters, lower case. */
export function mediaTypeOf(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

export function unsupportedMediaType(mediaType: string, where: string) {
  const why =
    mediaType === 'application/dicom' ? 'DICOM and DICOS are not read by this version' : `${where} is not accepted`;
  return fail(
    'unsupported-media-type',
    `${why}. Send ${MEDIA_TYPES.join(', ')} and say which in Content-Type, or send multipart/form-data with ` +
      'such files.',
  );
}

function uploadOf(parts: readonly Part[]): Outcome<Upload> {
  const files: ScanFile[] = [];
  let metadata: ScanMetadata | null = null;
  for (const part of parts.filter((candidate) => !isLeftEmpty(candidate))) {
    if (part.name === 'metadata') {
      if (metadata !== null) return fail('malformed-request', 'There are several parts "metadata"; send one.');
      const parsed = metadataFrom(part);
      if (!parsed.ok) return parsed;
      metadata = parsed.value;
    } else {
      const file = fileFrom(part);
      if (!file.ok) return file;
      const clash = files.find((other) => namesSamePlane(other, file.value));
      if (clash !== undefined) return fail('malformed-request', clashSentence(file.value));
      files.push(file.value);
    }
  }
  if (files.length === 0) {
    return fail(
      'malformed-request',
      'There is no file part. Name each file <view> or <view>.<energy>, e.g. side.high.',
    );
  }
  return withoutEmptyFiles({ files, metadata: metadata ?? {} });
}

/** A field of a form that nobody filled in: browsers send it, with no content and no file's name. */
function isLeftEmpty({ bytes, fileName }: Part): boolean {
  return bytes.length === 0 && fileName === null;
}

function fileFrom(part: Part): Outcome<ScanFile> {
  const [view = '', energyName, ...rest] = part.name.split('.');
  const energy = ENERGIES.find((known) => known === energyName) ?? null;
  if (!VIEW_NAME.test(view) || rest.length > 0 || (energyName !== undefined && energy === null)) {
    return fail(
      'malformed-request',
      `The part name ${JSON.stringify(part.name.slice(0, 64))} is not known. File parts are named <view> or ` +
        '<view>.<energy>, where a view is lower-case letters, digits and hyphens and an energy is high or low, e.g. ' +
        'side.high; the part "metadata" holds JSON.',
    );
  }
  const declaredType = MEDIA_TYPES.find((known) => known === part.mediaType) ?? null;
  if (declaredType === null && !UNSAID_TYPES.includes(part.mediaType)) {
    const mediaType = part.mediaType ?? '';
    return unsupportedMediaType(mediaType, `The media type ${JSON.stringify(mediaType)} of the part ${part.name}`);
  }
  return succeed({ view, energy, declaredType, bytes: part.bytes });
}

function namesSamePlane(a: ScanFile, b: ScanFile): boolean {
  return a.view === b.view && (a.energy === b.energy || a.energy === null || b.energy === null);
}

function clashSentence(file: ScanFile): string {
  return (
    `The view ${file.view} comes more than once for the same energy. Send one file ${file.view}, or one ` +
    `${file.view}.high and one ${file.view}.low.`
  );
}

function metadataFrom(part: Part): Outcome<ScanMetadata> {
  if (part.bytes.length > MAX_METADATA_BYTES) {
    return fail('invalid-metadata', `The part "metadata" has more than ${MAX_METADATA_BYTES} bytes.`);
  }
  const text = textIn(part.bytes);
  const value = text.ok ? takeJson(text.value, OF_METADATA, NO_METADATA) : NO_METADATA;
  return value.ok ? parseMetadata(value.value) : value;
}

function withoutEmptyFiles(upload: Upload): Outcome<Upload> {
  const empty = upload.files.find((file) => file.bytes.length === 0);
  if (empty === undefined) return succeed(upload);
  return fail('unreadable-scan', `The file of the view ${empty.view} is empty. Send the picture's bytes.`);
}
