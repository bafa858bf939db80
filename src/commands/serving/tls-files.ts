import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import type { TlsFiles } from '../../config/listening.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import type { TlsCredentials } from '../../domain/network/tls-credentials.ts';

/** How often the files are read. They are asked rather than watched: what renews them often swaps a link above. */
const LOOK_EVERY_MS = 10_000;
const DAY_MS = 86_400_000;
/** Before a certificate ends: time for people. What renews a short-lived one by itself does so with a third of its life left. */
const SOON_MS = 7 * DAY_MS;
const SOON_SHARE = 1 / 3;

export type ReadTls =
  | { readonly ok: true; readonly credentials: TlsCredentials; readonly warning: string | null }
  | { readonly ok: false; readonly message: string };

/** Reads a certificate and its key, and tries them out: what does not fit together is found at the start. */
export async function readTlsFiles(files: TlsFiles): Promise<ReadTls> {
  const texts = await readTexts(files);
  return texts.ok ? tryOut(texts.credentials, files) : texts;
}

type Texts =
  | { readonly ok: true; readonly credentials: TlsCredentials }
  | { readonly ok: false; readonly message: string };

async function readTexts({ certFile, keyFile }: TlsFiles): Promise<Texts> {
  const texts: string[] = [];
  for (const [name, file] of [
    ['SCANBENCH_TLS_CERT_FILE', certFile],
    ['SCANBENCH_TLS_KEY_FILE', keyFile],
  ]) {
    try {
      const text = await readFile(file ?? '', 'utf8');
      // Node would leave it out, and speak TLS with nobody.
      if (text === '') return { ok: false, message: `${name} names ${file}, which is empty: write it anew.` };
      texts.push(text);
    } catch (error) {
      return { ok: false, message: `${name} names ${file}, which cannot be read: ${errorMessage(error)}.` };
    }
  }
  const [cert = '', key = ''] = texts;
  return { ok: true, credentials: { cert, key } };
}

function tryOut({ cert, key }: TlsCredentials, { certFile, keyFile }: TlsFiles): ReadTls {
  try {
    createSecureContext({ cert, key });
    return { ok: true, credentials: { cert, key }, warning: warningOf(new X509Certificate(cert), certFile) };
  } catch (error) {
    const message =
      `The certificate ${certFile} and the key ${keyFile} cannot be used together (${errorMessage(error)}): give two PEM ` +
      'files, the certificate first with those that signed it, and a key without a passphrase.';
    return { ok: false, message };
  }
}

/** What clients refuse, or soon will, although the service can use it. */
function warningOf({ validFrom, validTo }: X509Certificate, certFile: string): string | null {
  const [begin, end] = [Date.parse(validFrom), Date.parse(validTo)];
  const isEarly = begin > Date.now();
  if (!isEarly && end >= Date.now()) {
    if (end - Date.now() >= Math.min(SOON_MS, SOON_SHARE * (end - begin))) return null;
    return `The certificate ${certFile} expires on ${validTo}, and clients refuse it from then on: renew it; a new file is taken up without a restart.`;
  }
  const when = isEarly ? `is not in force before ${validFrom}` : `expired on ${validTo}`;
  return `The certificate ${certFile} ${when}: clients refuse it. Renew it, or set the clock; a new file is taken up without a restart.`;
}

/**
 * Takes renewed files into use for new connections; those that are open go on. Files that do not fit change nothing. Gives
 * `last` itself where they hold what they held then, whenever they were written.
 */
export async function renewTls(server: Server, files: TlsFiles, last: ReadTls | null = null): Promise<ReadTls> {
  if (!(server instanceof TlsServer)) throw new Error('A server without TLS has no certificate to renew.');
  const texts = await readTexts(files);
  if (texts.ok && last?.ok && isDeepStrictEqual(texts.credentials, last.credentials)) return last;
  const read = texts.ok ? tryOut(texts.credentials, files) : texts;
  if (!read.ok && last?.ok === false && read.message === last.message) return last;
  if (read.ok) server.setSecureContext(read.credentials);
  return read;
}

/**
 * Renews whenever what the files hold is another than `inUse`, or than at the last look, and tells what came of it. One
 * renewal is told once, although it writes two files; where only one of them is new yet, the next look mends it.
 */
export function watchTlsFiles(
  server: Server,
  files: TlsFiles,
  inUse: TlsCredentials,
  onChange: (outcome: ReadTls) => void,
): void {
  let last: ReadTls = { ok: true, credentials: inUse, warning: null };
  let isLooking = false;
  async function look(): Promise<void> {
    const read = await renewTls(server, files, last);
    if (read !== last) onChange(read);
    last = read;
  }
  setInterval(() => {
    // A disk that hangs may keep one look for longer than until the next.
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
    });
  }, LOOK_EVERY_MS).unref();
}

/** Says once a day what clients refuse, or soon will: the certificate that is served then may end while the service runs. */
export function warnDaily(
  served: () => TlsCredentials,
  { certFile }: TlsFiles,
  onWarning: (warning: string) => void,
): void {
  setInterval(() => {
    const warning = warningOf(new X509Certificate(served().cert), certFile);
    if (warning !== null) onWarning(warning);
  }, DAY_MS).unref();
}
