import type { PicturedScan, Problem } from './api-document.ts';
import { CURES } from './plain-words.ts';

function textField(body: object, name: string): string | null {
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' && value !== '' ? value : null;
}

function cureOf(code: string | null): string {
  const known = Object.entries(CURES).find(([key]) => key === code);
  return known?.[1] ?? 'Try again. If it stays, the service log has more.';
}

/**
 * Reads a `application/problem+json` body; anything else still becomes a problem that can be shown.
 *
 * @param retryAfter what the header `Retry-After` says, if it is there
 */
export function problemOf(status: number, body: unknown, retryAfter: string | null): Problem {
  if (typeof body !== 'object' || body === null) {
    return {
      title: `The service answered ${status}`,
      detail: 'The answer has no explanation.',
      cure: cureOf(null) + waitText(retryAfter),
      code: null,
    };
  }
  const code = textField(body, 'code');
  return {
    title: textField(body, 'title') ?? `The service answered ${status}`,
    detail: textField(body, 'detail') ?? 'The answer has no explanation.',
    cure: cureOf(code) + waitText(retryAfter),
    code,
  };
}

function waitText(retryAfter: string | null): string {
  const seconds = Number(retryAfter ?? 0);
  if (!Number.isInteger(seconds) || seconds < 1) return '';
  return ` The service asks to wait ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`;
}

/** What to show when no answer came at all. */
export const UNREACHABLE: Problem = {
  title: 'The service does not answer',
  detail: 'The connection failed before an answer came.',
  cure: 'Check that the service runs, then try again.',
  code: null,
};

/** What to show when the decision came without a picture that can be read. */
export const NO_PICTURE: Problem = {
  title: 'No picture of this view',
  detail: 'The scan was screened, but the answer has no picture of it that this page can read.',
  cure: 'The findings below hold. Screen the scan again to see it.',
  code: null,
};

/** What to show when the decision came with a picture, a map or a mask that this browser cannot draw. */
export const NO_ROOM: Problem = {
  title: 'Not all of this view can be drawn',
  detail: 'The scan was screened, but this browser has no memory left to draw a picture that large.',
  cure: 'The findings below hold. Close other tabs and screen the scan again, or open it in another browser.',
  code: null,
};

/** What to show when a picture on record cannot be had: pictures are kept for a shorter time than findings. */
export function pictureProblem(problem: Problem): Problem {
  if (problem.code !== 'not-found') return problem;
  return {
    title: 'No picture of this view any more',
    detail: 'The scan is on record, but pictures of it are not, or no longer.',
    cure: 'The findings below hold. Screen the scan again from its files to see it.',
    code: null,
  };
}

/** What to show of a scan on record that no technology decided on. */
export function notScreened({ state, failure }: Pick<PicturedScan, 'state' | 'failure'>): Problem {
  if (state === 'failed') {
    const body = { title: 'The scan could not be screened', detail: failure?.message, code: failure?.code };
    return problemOf(200, body, null);
  }
  return {
    title: 'The scan is not screened yet',
    detail: 'It is on record and waits for its turn.',
    cure: 'This page looks again every few seconds, and shows it then.',
    code: null,
  };
}

/** What to show when a chosen file cannot be read as its turn comes. */
export function unreadableFile(name: string): Problem {
  return {
    title: 'The file cannot be read',
    detail: `${name} was changed or moved since it was chosen, or is a folder.`,
    cure: 'Choose it again; of a folder choose the files in it.',
    code: null,
  };
}

/** What to show when a folder was dropped. */
export function folderProblem(name: string): Problem {
  return {
    title: 'This is a folder',
    detail: `${name} is a folder, and a scan is one file or several.`,
    cure: 'Choose the files in it.',
    code: null,
  };
}
