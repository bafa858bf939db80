import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { parseJson } from '../../domain/language/parse-json.ts';
import { unreadable } from '../../domain/language/unreadable.ts';
import { readFileGiven } from './read-file-given.ts';

/** What a file of JSON holds. Fails with `not-found` and why it cannot be read, or with `malformed-request` and where it is no JSON; `wanted` as in `unreadable`. */
export async function readJson(file: string, wanted: string): Promise<Outcome<unknown>> {
  try {
    return succeed(parseJson((await readFileGiven(file)).toString()));
  } catch (error) {
    if (error instanceof SyntaxError)
      return fail('malformed-request', `${file} is not valid JSON (${error.message}): ${wanted}.`);
    return fail('not-found', unreadable(file, error, wanted));
  }
}
