import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Failure, fail, type Outcome, succeed } from '../domain/failure.ts';
import { conforms } from '../domain/language/conforms.ts';
import { ruleInWords } from '../domain/language/rule-in-words.ts';

/** Which column of which row, and what whoever finds it broken can do. */
export interface ColumnName {
  /** E.g. `the boxes of the inspection 2 of the scan 0193…`. */
  readonly what: string;
  /** Beside restoring a backup, e.g. `delete that scan (DELETE /v1/scans/0193…)`; null where nothing else helps. */
  readonly cure: string | null;
}

/** A row that is not as Scanbench writes it: thrown where records are read, an answer where they are asked for. */
export class BrokenRow extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What a column of JSON text holds. Fails with `records-unavailable` where that is something else, and names the row. */
export function checkColumn<Schema extends TSchema>(
  schema: Schema,
  text: string,
  name: ColumnName,
): Outcome<Static<Schema>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return broken('it is no JSON', name);
  }
  return conforms(schema, value) ? succeed(value) : broken(firstError(schema, value), name);
}

/** The same within work on the records, whose gate makes it an answer. Throws `BrokenRow`. */
export function readColumn<Schema extends TSchema>(schema: Schema, text: string, name: ColumnName): Static<Schema> {
  const checked = checkColumn(schema, text, name);
  if (checked.ok) return checked.value;
  throw new BrokenRow(checked.failure);
}

/** That a text which goes out as it lies there is JSON: one that is none would leave a whole page none. Throws `BrokenRow`. */
export function expectJson(text: string, name: ColumnName): void {
  readColumn(Type.Unknown(), text, name);
}

/** The way out where a scan, with all that belongs to it, can be spared. */
export function deleteScanCure(scanId: string): string {
  return `delete that scan (DELETE /v1/scans/${scanId})`;
}

function broken(why: string, { what, cure }: ColumnName) {
  const otherwise = cure === null ? '' : `, or ${cure}`;
  return fail(
    'records-unavailable',
    `The records are damaged at ${what} (${why}): restore them from a backup${otherwise}.`,
  );
}

function firstError(schema: TSchema, value: unknown): string {
  const [first] = Value.Errors(schema, value);
  if (first === undefined) return 'it is something else';
  const field = first.instancePath.slice(1).replaceAll('/', '.');
  return `${field === '' ? 'it' : field} ${ruleInWords(first) ?? first.message}`;
}
