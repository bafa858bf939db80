import { countedAll, countedOf } from '../../../domain/language/counted.ts';
import { factorText } from '../../report-text/number-text.ts';
import type { ScenarioResult } from './scenario-result.ts';

/** Of the containers of a port's traffic so many are to be answered within the takt time. */
const LEAST_IN_TIME = 0.99;

type Traffic = Pick<ScenarioResult, 'scenario' | 'withinTakt' | 'openLoop'>;

/**
 * Whether the figures of a scenario are those of the traffic, not of how long it lasted: where more containers come than are
 * got through, a queue grows and every latency with it. Asked of a port's traffic alone; `server` looks for its rate.
 */
export function holdsTraffic({ scenario, withinTakt, openLoop }: Traffic): boolean {
  if (scenario !== 'lanes' && scenario !== 'train') return true;
  return (withinTakt === null || withinTakt.rate >= LEAST_IN_TIME) && !isOverloaded(openLoop);
}

/** In what way it does not, in the words of who waits: `12 of 400 containers had no answer within the takt time of 30 s`. */
export function notHeldText({ withinTakt, openLoop }: Traffic, taktSeconds: number): string {
  const { count = 0, n = 0 } = withinTakt ?? {};
  const takt = `within the takt time of ${taktSeconds} s`;
  const late = `${countedOf(n - count, n, 'container')} had no answer ${takt}`;
  if (!isOverloaded(openLoop)) return late;
  const work = `${factorText(openLoop?.load ?? 1)} times as much work comes as its workers get through`;
  return count === n
    ? `${work}, though in so short a time ${countedAll(n, 'container')} had an answer ${takt}`
    : `${work}, and ${late}`;
}

function isOverloaded(openLoop: Traffic['openLoop']): boolean {
  return (openLoop?.load ?? 0) > 1;
}
