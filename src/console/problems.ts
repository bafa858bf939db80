import type { Problem } from './api-document.ts';
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
