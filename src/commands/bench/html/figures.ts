import { type DetectionRates, NO_RATES, type Rate } from '../../../domain/comparison/rate.ts';
import { counted } from '../../../domain/language/counted.ts';
import { isCalibrated, type OperatingPoint } from '../../../domain/technology/operating-point.ts';
import { failedShare } from '../../../evaluation/rates.ts';
import { type Content, type Html, html } from './html.ts';
import { keyed } from './series.ts';
import { tableHtml } from './table.ts';

/** How many technologies are read as cards; of more, a table shows the same on a third of the paper. */
const MOST_CARDS = 3;

/** What a technology comes to, in words for a reader without the trade; null where that does not apply to it. */
export interface Figure {
  readonly term: string;
  readonly value: Content | null;
}

/** A technology by its name, with figures of the same terms in the same order as all others. */
export interface FiguresOf {
  readonly name: string;
  readonly figures: readonly Figure[];
}

/** The figures of all technologies: a card each, or a line each where there are many. */
export function figuresHtml(technologies: readonly FiguresOf[]): Html {
  if (technologies.length <= MOST_CARDS) return html`<div class="cards">${technologies.map(card)}</div>`;
  const columns = (technologies[0]?.figures ?? []).flatMap(({ term }, column) =>
    technologies.some(({ figures }) => (figures[column]?.value ?? null) !== null) ? [{ term, column }] : [],
  );
  return tableHtml({
    caption: 'What each technology decided.',
    head: ['technology', ...columns.map(({ term }) => term)],
    rows: technologies.map(({ name, figures }, place) => [
      keyed(place, name),
      ...columns.map(({ column }) => figures[column]?.value ?? '–'),
    ]),
  });
}

function card({ name, figures }: FiguresOf, place: number): Html {
  return html`<article class="card">
<h3>${keyed(place, name)}</h3>
<dl>
${figures.map(
  ({ term, value }) =>
    value &&
    html`<div><dt>${term}</dt><dd>${value}</dd></div>
`,
)}</dl>
</article>
`;
}

/** What becomes of a hundred containers; what says nothing of the technology is said first. */
export function rateFigures(points: readonly OperatingPoint[], rates: DetectionRates = NO_RATES): readonly Figure[] {
  const { threats, benigns } = rates;
  const failed = failedShare(rates);
  return [
    {
      term: 'Threshold',
      value: points.every(isCalibrated) ? null : html`not calibrated, <small>so its alarms say nothing</small>`,
    },
    { term: 'Of 100 containers with a threat, alarms on', value: ofHundred(threats?.alarm ?? null) },
    { term: '… and leaves undecided', value: ofHundred(threats?.undecided ?? null) },
    { term: 'Of 100 containers without one, alarms on', value: ofHundred(benigns?.alarm ?? null) },
    { term: '… and leaves undecided', value: ofHundred(benigns?.undecided ?? null) },
    { term: 'Of 100 scans, gives no answer to', value: failed && ofHundred(failed) },
  ];
}

/** A rate as so many of a hundred, with its bounds and what it came from. */
function ofHundred(rate: Rate | null): Html {
  if (rate === null) return html`none were screened`;
  const [lower, upper] = rate.bounds.map(hundredths);
  return html`<b>${hundredths(rate.rate)}</b> [${lower ?? ''} to ${upper ?? ''}] <small>${rate.count} of ${counted(rate.n, 'scan')}</small>`;
}

function hundredths(share: number): string {
  const value = 100 * share;
  return value > 0 && value < 10 ? value.toFixed(1) : value.toFixed(0);
}
