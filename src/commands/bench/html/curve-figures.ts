import type { DetectionRates } from '../../../domain/comparison/rate.ts';
import { counted } from '../../../domain/language/counted.ts';
import { findPopulation } from '../../evaluation/find-population.ts';
import { overallMeasures } from '../../evaluation/overall-measures.ts';
import { limitText } from '../../report-text/number-text.ts';
import type { Report, ReportedTechnology } from '../report/report.ts';
import { bandPath, curvePath } from './curve-path.ts';
import { type Html, html } from './html.ts';
import { PLOT, plotFigure } from './plot.ts';
import { linearScale, logScale, type Scale } from './scale.ts';
import { legend, marker, seriesClass } from './series.ts';

/** From so many benign scans on, the corner of few false alarms holds enough of them for a drawing of its own. */
const BENIGNS_FOR_LOG = 100;

/** One technology's curve, and its rates at the threshold as shipped. */
export interface CurveSeries extends Pick<ReportedTechnology, 'id' | 'detection'> {
  readonly asShipped: DetectionRates | null;
}

/** The curves of a report, in the order of its technologies. */
export function curvesOf({ technologies, evaluation }: Report): readonly CurveSeries[] {
  return technologies.map(({ id, detection }) => {
    const all = findPopulation(overallMeasures(evaluation, id), 'all threats');
    return { id, detection, asShipped: all?.rates ?? null };
  });
}

/**
 * The operating curves of all technologies with their legend, over all Pfa and, where scans allow, spread out where a port
 * works; nothing where there is no curve.
 */
export function curveFigures(series: readonly CurveSeries[]): Html {
  const drawn = series.filter(({ detection }) => detection.curve.length > 0);
  if (drawn.length === 0) return html``;
  const benigns = Math.max(...drawn.map(({ detection }) => detection.benigns));
  const all = linearScale([0, 1], [PLOT.left, PLOT.right]);
  const few = logScale([1 / benigns, 1], [PLOT.left, PLOT.right]);
  const counts = drawn
    .map(
      ({ id, detection }) =>
        `${id}: ${counted(detection.threats, 'threat')}, ${counted(detection.benigns, 'benign scan')}`,
    )
    .join('; ');
  const figures = [
    figure(
      series,
      all,
      html`<b>ROC.</b> What is found (Pd) by what is falsely alarmed on (Pfa), with 95 % bands, the doubt about the threshold included; marks: as shipped, at the technology’s own threshold. Over scans with a score: ${counts}.`,
    ),
  ];
  if (benigns >= BENIGNS_FOR_LOG) {
    figures.push(
      figure(
        series,
        few,
        html`<b>Few false alarms.</b> The same curves with Pfa in equal ratios. The left end is one false alarm in ${benigns}; Pd without any false alarm is drawn there.`,
      ),
    );
  }
  return html`${legend(series.map(({ id }) => id))}
<div class="figures">${figures}</div>`;
}

function figure(series: readonly CurveSeries[], x: Scale, caption: Html): Html {
  const y = linearScale([0, 1], [PLOT.bottom, PLOT.top]);
  return plotFigure({
    x: { scale: x, label: 'Pfa: false alarms over all benign scans', text: limitText },
    y: { scale: y, label: 'Pd: hits over all threats', text: limitText },
    description: `Operating curves of ${series.map(({ id }) => id).join(', ')}; the tables hold their values.`,
    marks: [
      series.map(
        ({ detection }, place) =>
          html`<path class="band ${seriesClass(place)}" d="${bandPath(detection.curve, { x, y })}"/>`,
      ),
      series.map(
        ({ detection }, place) =>
          html`<path class="line ${seriesClass(place)}" d="${curvePath(detection.curve, { x, y })}"/>`,
      ),
      series.map(({ asShipped }, place) => {
        const [threats, benigns] = [asShipped?.threats ?? null, asShipped?.benigns ?? null];
        if (threats === null || benigns === null) return null;
        return marker(place, x.at(benigns.alarm.rate), y.at(threats.alarm.rate));
      }),
    ],
    caption,
  });
}
