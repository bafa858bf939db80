import { counted } from '../../../domain/language/counted.ts';
import { msText } from '../../report-text/number-text.ts';
import type { ScenarioResult } from '../speed/scenario-result.ts';
import { type Html, html } from './html.ts';
import { PLOT, plotFigure } from './plot.ts';
import { linearScale, logScale } from './scale.ts';
import { seriesClass } from './series.ts';

/** A class begins where an eighth of a doubling ends. */
const CLASS_RATIO = 2 ** (1 / 8);

/** Technologies with their latencies, as far as they were measured. */
interface Timed {
  readonly technologies: readonly {
    readonly id: string;
    readonly speed:
      | {
          readonly state: 'measured';
          readonly scenarios: readonly Pick<ScenarioResult, 'scenario' | 'queries' | 'latencies'>[];
        }
      | { readonly state: 'refused' };
  }[];
}

/**
 * The share of queries answered by a time, technology by technology; nothing where the scenario has no latencies. Those that
 * were refused or failed are in every share: a line that ends below 100 % says how many got no answer. Who did not hold the
 * traffic is named: that line would lie elsewhere, had the traffic lasted longer.
 */
export function latencyFigure(
  { technologies }: Timed,
  scenario: ScenarioResult['scenario'],
  notHeldBy: readonly string[] = [],
): Html {
  const series = technologies.map(({ speed }) => {
    const timed = speed.state === 'measured' ? speed.scenarios.find((other) => other.scenario === scenario) : undefined;
    return { queries: timed?.queries ?? 0, classes: timed?.latencies ?? [] };
  });
  const ends = series.flatMap(({ classes }) => classes).map(({ upToMs }) => upToMs);
  if (ends.length === 0) return html``;
  const x = logScale([Math.min(...ends) / CLASS_RATIO / 1.1, Math.max(...ends) * 1.1], [PLOT.left, PLOT.right]);
  const y = linearScale([0, 1], [PLOT.bottom, PLOT.top]);
  const counts = technologies.flatMap(({ id }, place) => {
    const { queries = 0, classes = [] } = series[place] ?? {};
    return classes.length === 0 ? [] : [`${id}: ${counted(queries, 'query', 'queries')}`];
  });
  return plotFigure({
    x: { scale: x, label: 'latency from the intended start', text: (ms) => msText(ms).replace('.0 ', ' ') },
    y: { scale: y, label: 'share of queries answered', text: (share) => `${Math.round(100 * share)} %` },
    description: `Share of queries answered by a time, in ${scenario}; the table holds the percentiles.`,
    marks: series.map(({ queries: all, classes }, place) => {
      let answered = 0;
      const points = classes.map(({ upToMs, count }) => {
        const from = `L${x.at(upToMs / CLASS_RATIO)} ${y.at(answered / all)}`;
        answered += count;
        return `${from}L${x.at(upToMs)} ${y.at(answered / all)}`;
      });
      return points.length === 0
        ? null
        : html`<path class="line ${seriesClass(place)}" d="M${PLOT.left} ${PLOT.bottom}${points.join('')}H${PLOT.right}"/>`;
    }),
    caption: html`<b>Latencies as observed</b>, ${scenario}, in classes 9 % wide. ${counts.join('; ')}.${notHeldText(notHeldBy)}`,
  });
}

function notHeldText(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  const [does, line] = ids.length === 1 ? ['does', 'Its line'] : ['do', 'Their lines'];
  return ` ${ids.join(' and ')} ${does} not hold this traffic. ${line} would reach further to the right, the longer it lasts.`;
}
