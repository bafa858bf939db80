import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { ENERGIES } from '../../domain/scan/plane.ts';
import type { ScanFile } from '../../domain/scan/view.ts';
import type { Records } from '../../records/open-records.ts';

/**
 * The files of a scan as they came; none where there is no such scan of this port. Fails with `unreadable-scan` where one is
 * gone from the disk, or has changed there, and with `records-unavailable` while the disk itself is away.
 */
export async function readUploads(
  records: Records,
  scanId: string,
  port: string | null,
): Promise<Outcome<readonly ScanFile[]>> {
  const uploads = await records.pictures.uploads(scanId, port);
  if (!uploads.ok) return uploads;
  const files: ScanFile[] = [];
  for (const { view, energy, media_type, sha256 } of uploads.value) {
    const bytes = await records.gate.attempt(() => records.pictureStore.read(sha256));
    if (!bytes.ok) return bytes;
    if (bytes.value === null)
      return fail('unreadable-scan', `The file of the view ${view} is lost: send the scan again.`);
    const declaredType = media_type === 'application/octet-stream' ? null : media_type;
    files.push({ view, energy: ENERGIES.find((known) => known === energy) ?? null, declaredType, bytes: bytes.value });
  }
  return succeed(files);
}
