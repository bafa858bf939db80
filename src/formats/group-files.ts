import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { type ScanFile, VIEW_NAME } from '../domain/scan/view.ts';

/** The files of one view: one that says nothing of its energy, or one for each energy that was sent. */
export interface ViewFiles {
  readonly name: string;
  readonly files: readonly [ScanFile, ...ScanFile[]];
}

/** Sorts files by view, in the order of arrival. Fails with `malformed-request` where parts contradict each other. */
export function groupFiles(files: readonly ScanFile[]): Outcome<readonly ViewFiles[]> {
  if (files.length === 0) return fail('malformed-request', 'The scan has no file: send at least one view.');
  const views = new Map<string, [ScanFile, ...ScanFile[]]>();
  for (const file of files) {
    const before = views.get(file.view);
    const refusal = refusalOf(file, before ?? []);
    if (refusal !== null) return fail('malformed-request', refusal);
    if (before === undefined) views.set(file.view, [file]);
    else before.push(file);
  }
  return succeed(Array.from(views, ([name, viewFiles]) => ({ name, files: viewFiles })));
}

function refusalOf(file: ScanFile, before: readonly ScanFile[]): string | null {
  if (!VIEW_NAME.test(file.view)) {
    return `The view name ${JSON.stringify(file.view.slice(0, 40))} is not valid: use lower-case letters, digits and hyphens, beginning with a letter, at most 32, e.g. side.`;
  }
  if (before.some((other) => other.energy === file.energy)) {
    return `The part ${partName(file)} was sent twice: send each view and energy once.`;
  }
  const other = before[0];
  if (other !== undefined && (other.energy === null || file.energy === null)) {
    return `The parts ${partName(other)} and ${partName(file)} contradict each other: send either ${file.view} alone, or ${file.view}.high and ${file.view}.low.`;
  }
  return null;
}

/** A part's name as the sender wrote it: `side` or `side.high`. */
export function partName(file: Pick<ScanFile, 'view' | 'energy'>): string {
  return file.energy === null ? file.view : `${file.view}.${file.energy}`;
}
