import type { Rate } from '../../../domain/comparison/rate.ts';
import type { Bounds } from '../../../evaluation/rate-bounds.ts';
import { percent, rangeText } from '../../report-text/number-text.ts';
import { type Content, type Html, html } from './html.ts';

/** A rate in a table: the figure, its bounds, and below them what it came from; a dash where there is none. */
export function rateCell(rate: Rate | null, bounds: Bounds | undefined = rate?.bounds, from?: Content): Html {
  if (rate === null || bounds === undefined) return html`–`;
  return html`<b>${percent(rate.rate)}</b> (${rangeText(bounds, percent)}) <small>${from ?? `${rate.count} of ${rate.n}`}</small>`;
}
