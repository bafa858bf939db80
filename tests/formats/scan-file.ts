import type { Outcome } from '../../src/domain/failure.ts';
import type { ScanFile, View } from '../../src/domain/scan/view.ts';
import { decodeScan } from '../../src/formats/decode-scan.ts';

/** A received file; by default the bare body `side`. */
export function scanFile(bytes: Uint8Array, part: Partial<Omit<ScanFile, 'bytes'>> = {}): ScanFile {
  return { view: 'side', energy: null, declaredType: null, ...part, bytes: new Uint8Array(bytes) };
}

/** Decodes one file and gives back its view; a failure fails the test. */
export async function decodeOne(bytes: Uint8Array, part: Partial<Omit<ScanFile, 'bytes'>> = {}): Promise<View> {
  const [view] = expectValue(await decodeScan([scanFile(bytes, part)]));
  if (view === undefined) throw new Error('no view came back');
  return view;
}

export function expectValue<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(`${outcome.failure.code}: ${outcome.failure.message}`);
  return outcome.value;
}

/** Code and message in one line, so that a test can hold both against one pattern. */
export function expectFailure(outcome: Outcome<unknown>): string {
  if (outcome.ok) throw new Error('it succeeded');
  return `${outcome.failure.code}: ${outcome.failure.message}`;
}
