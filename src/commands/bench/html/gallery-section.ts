import type { Gallery, GalleryKind, GalleryScan } from '../gallery/gallery.ts';
import { type Html, html } from './html.ts';
import { keyed } from './series.ts';

const TITLES = {
  hit: 'Hits: a threat, and an alarm',
  miss: 'Misses: a threat, and cleared',
  'false-alarm': 'False alarms: no threat, and an alarm',
} as const satisfies Record<GalleryKind, string>;

/** Scans to look at, where somebody asked for them; nothing else in the page is a picture of a scan. */
export function gallerySection(gallery: Gallery | null): Html {
  if (gallery === null) return html``;
  return html`<section id="gallery">
<h2>Hits, misses and false alarms</h2>
<p>Of each kind at most six, at even steps from the highest score to the lowest. Cyan: what the technology proposes, with its score. Green: where the threat is. Blue: the container. Colour over the grey: the anomaly map, where it is high. The pictures are smaller than the scans and compressed: to look at, not to measure. Undecided scans are not shown, nor any that could not be drawn again with the score that was counted.</p>
${gallery.map(
  ({ technology, groups }, place) => html`<h3>${keyed(place, technology)}</h3>
${groups.map(
  ({
    kind,
    total,
    scans,
  }) => html`<h4>${TITLES[kind]} (${scans.length === total ? total : html`${scans.length} of ${total}`})</h4>
${scans.length === 0 ? html`<p class="quiet">${total === 0 ? 'None.' : 'None could be drawn, or none with the score that was counted.'}</p>` : html`<div class="gallery">${scans.map((scan) => scanFigure(scan, technology))}</div>`}
`,
)}`,
)}</section>
`;
}

function scanFigure(scan: GalleryScan, technology: string): Html {
  const { pictures, score, threshold, cargo, category, massKg, place, key: sha256 } = scan;
  const mass = massKg === null ? '' : `, ${massKg} kg`;
  const where = place === null ? '' : `, ${place.replaceAll('-', ' ')}`;
  const what = category === null ? 'no threat' : `${category}${mass}${where}`;
  return html`<figure>
${pictures.map(
  ({ view, widthPx, heightPx, jpeg }) =>
    html`<img src="data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}" width="${widthPx}" height="${heightPx}" alt="View ${view}: ${what}; cargo: ${cargo}; with what ${technology} proposes">
`,
)}<figcaption>${what}; cargo: ${cargo}. Score ${score.toFixed(3)}, threshold ${threshold.toFixed(3)}. Scan <code>${sha256.slice(0, 12)}</code></figcaption>
</figure>
`;
}
