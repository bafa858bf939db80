import type { Failure } from '../../domain/failure.ts';
import { technologyReasons } from '../../domain/technology/technology-reasons.ts';
import { whyNoneScreens } from '../../domain/technology/why-none-screens.ts';
import type { Screener } from '../../workers/screener.ts';
import { mayComeBack } from './comes-back.ts';

/**
 * Why no scan can be screened although there is a place for it, or null when scans can. `overloaded` while the models
 * warm up, because it comes right by itself and the client shall come again; `runtime-failed` when it does not.
 */
export function whyNotScreening(screener: Screener): Failure | null {
  if (screener.isReady()) return null;
  const technologies = screener.technologies();
  const { idle, busy, starting, dead } = screener.state().workers;
  if (dead > 0 && idle + busy + starting === 0) return { code: 'runtime-failed', message: ALL_DIED };
  const champion = screener.champion();
  const needed = champion === null ? technologies : technologies.filter(({ id }) => id === champion);
  if (starting === 0) {
    const why = whyNoneScreens(champion, technologies);
    return { code: 'runtime-failed', message: `${needed.some(mayComeBack) ? AWAY : BROKEN} ${why}` };
  }
  return {
    code: 'overloaded',
    message: `The service is starting: the champion and every technology that loads must screen once. ${technologyReasons(technologies)}`,
    retryAfterSeconds: 1,
  };
}

const BROKEN = 'The service cannot screen, and will not before it is mended and restarted.';
const ALL_DIED =
  'Every screening thread died while it started: the log says why. Others are tried, at last every minute.';
const AWAY =
  'The service cannot screen now: a remote technology is back when its server is, one that lost its GPU when that computes, one whose session broke off with its next thread, one whose files are wrong or that lacked memory when it loads, others when they are mended.';
