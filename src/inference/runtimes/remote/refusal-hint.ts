import { readError } from '../../../formats/open-inference/read-error.ts';
import { fitToPrint } from './fit-to-print.ts';
import { strikeOut } from './strike-out.ts';

const LONGEST_WORDS = 200;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

/**
 * What a server's refusal means and what helps, as the end of a sentence that names its status. It never holds the token
 * that the server was asked with, though some say it again.
 */
export function refusalHint(status: number, body: Uint8Array, token: string | null): string {
  if (status >= 300 && status < 400) return '; redirects are not followed, correct its address';
  const said = saidIn(body, token);
  if (status !== UNAUTHORIZED && status !== FORBIDDEN) return said;
  return token !== null
    ? `${said}; see whether the token in the variable that remote.tokenVariable names is one that may ask for this model`
    : `${said}; if it wants a token, name the variable that holds it: --token-variable of models add, or remote.tokenVariable in the manifest`;
}

/** What a server says about its refusal, as far as it is fit to print. */
function saidIn(body: Uint8Array, token: string | null): string {
  // Of the whole: where it were cut before, half a token would be printed.
  const text = readError(body) ?? new TextDecoder().decode(body);
  const said = fitToPrint(strikeOut(text, token)).slice(0, LONGEST_WORDS).trim();
  return said === '' ? '' : `: ${said.replace(/\.$/, '')}`;
}
