import type { Failure } from '../../domain/failure.ts';
import type { Technology } from '../../domain/technology.ts';
import { technologyReasons } from '../../domain/technology-reasons.ts';
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
    // Without the champion nothing is ready, however well the others are.
    const why = champion === null ? technologyReasons(technologies) : championReason(champion, technologies);
    return {
      code: 'runtime-failed',
      message: `${needed.some(mayComeBack) ? AWAY : BROKEN} ${why || 'No model was found.'}`,
    };
  }
  return {
    code: 'overloaded',
    message: `The service is starting: the champion and every technology that loads must screen once. ${technologyReasons(technologies)}`,
    retryAfterSeconds: 1,
  };
}

function championReason(champion: string, technologies: readonly Technology[]): string {
  const reason = technologies.find(({ id }) => id === champion)?.reason ?? noSuchTechnology(technologies);
  const able = technologies.filter(({ id, state }) => state === 'ready' && id !== champion);
  const others = able.length === 0 ? '' : ` PUT /v1/lineup can name another: ${able.map(({ id }) => id).join(', ')}.`;
  return `The champion ${champion} cannot screen: ${reason}${others}`;
}

function noSuchTechnology(technologies: readonly Technology[]): string {
  return `There is no such technology. There are: ${technologies.map(({ id }) => id).join(', ') || 'none'}.`;
}

const BROKEN = 'The service cannot screen, and will not before it is mended and restarted.';
const ALL_DIED =
  'Every screening thread died while it started: the log says why. Others are tried, at last every minute.';
const AWAY =
  'The service cannot screen now: a remote technology is back when its server is, one that lost its GPU when that computes, one whose session broke off with its next thread, one whose files are wrong or that lacked memory when it loads, others when they are mended.';
