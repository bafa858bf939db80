import { counted } from '../../domain/language/counted.ts';
import { element } from '../element.ts';
import { momentText } from '../moment-text.ts';
import { redraw } from '../redraw.ts';
import { durationText } from './duration-text.ts';
import type { ReportDocument, ReportFile } from './report-document.ts';

export interface CardActions {
  onRemove(report: ReportDocument): void;
  onSave(report: ReportDocument, file: ReportFile): void;
}

/** A report in the list; what has not changed is not drawn anew, so that nobody loses the button that he is on. */
export interface ReportCard {
  readonly root: HTMLElement;
  update(report: ReportDocument): void;
}

export const STATE_WORDS = {
  queued: 'Waiting',
  running: 'Running',
  finished: 'Finished',
  failed: 'Failed',
} as const satisfies Record<ReportDocument['state'], string>;

const SAVED = [
  ['report.html', 'HTML'],
  ['report.json', 'JSON'],
  ['report.md', 'Markdown'],
  ['speed.csv', 'CSV'],
] as const satisfies readonly (readonly [ReportFile, string])[];

export function createReportCard(actions: CardActions): ReportCard {
  const bar = element('progress', { max: '1' });
  const phrase = element('p', { class: 'quiet' });
  const root = element('li', { class: 'card report' });
  let drawn: ReportDocument['state'] | null = null;

  function draw(report: ReportDocument): void {
    root.setAttribute('data-state', report.state);
    bar.setAttribute('aria-label', `Progress of ${report.plan}`);
    redraw(root, [head(report), ...bodyOf(report)]);
  }

  function bodyOf(report: ReportDocument): readonly HTMLElement[] {
    switch (report.state) {
      case 'queued':
        return [phrase, buttons(removeButton(report, 'Cancel'))];
      case 'running':
        return [bar, phrase, buttons(removeButton(report, 'Cancel'))];
      case 'failed':
        return [
          element('p', { class: 'report-failure' }, report.failure?.message ?? 'It failed without a word.'),
          buttons(removeButton(report, 'Remove')),
        ];
      case 'finished':
        return [...findings(report), buttons(openLink(report), ...saveButtons(report), removeButton(report, 'Remove'))];
    }
  }

  function removeButton(report: ReportDocument, text: string): HTMLElement {
    const button = element('button', { class: 'button is-remove', type: 'button', 'data-key': 'remove' }, text);
    button.addEventListener('click', () => actions.onRemove(report));
    return button;
  }

  function saveButtons(report: ReportDocument): readonly HTMLElement[] {
    return SAVED.map(([file, text]) => {
      const button = element(
        'button',
        { class: 'button', type: 'button', title: `Save ${file}`, 'aria-label': `Save ${text}` },
        text,
      );
      button.addEventListener('click', () => actions.onSave(report, file));
      return button;
    });
  }

  return {
    root,
    update(report) {
      if (report.state !== drawn) draw(report);
      drawn = report.state;
      bar.value = report.progress ?? 0;
      phrase.textContent = report.phrase;
    },
  };
}

function head({ plan, state, createdAt, startedAt, endedAt, request, summary }: ReportDocument): HTMLElement {
  const took =
    startedAt === null || endedAt === null ? '' : `, took ${durationText(Date.parse(endedAt) - Date.parse(startedAt))}`;
  const technologies = summary?.technologies ?? request.technologies ?? [];
  const sets = request.samples === undefined ? [] : [`on ${request.samples.join(', ')}`];
  return element(
    'div',
    { class: 'report-head' },
    element('h3', {}, plan),
    element('span', { class: 'report-state' }, STATE_WORDS[state]),
    element('time', { class: 'quiet', datetime: createdAt }, `${momentText(createdAt)}${took}`),
    element(
      'p',
      { class: 'quiet' },
      [...(technologies.length > 0 ? [technologies.join(', ')] : []), ...sets].join(' '),
    ),
  );
}

function findings({ summary }: ReportDocument): readonly HTMLElement[] {
  if (summary === null) return [];
  const { threats, benigns, verdicts, warnings } = summary;
  return [
    element('ul', { class: 'verdicts' }, ...verdicts.map((verdict) => element('li', {}, verdict))),
    element(
      'p',
      { class: 'quiet' },
      `${counted(threats + benigns, 'scan')}: ${threats} with a threat, ${benigns} benign.`,
    ),
    ...(warnings.length === 0
      ? []
      : [
          element(
            'details',
            {},
            element('summary', {}, warnings.length === 1 ? 'One warning' : `${warnings.length} warnings`),
            element('ul', {}, ...warnings.map((warning) => element('li', {}, warning))),
          ),
        ]),
  ];
}

/** In a tab of its own, which the browser hands the key of this one. */
function openLink({ id }: ReportDocument): HTMLElement {
  const href = `/report.html?id=${encodeURIComponent(id)}`;
  return element('a', { class: 'button is-primary', href, target: '_blank', rel: 'opener' }, 'Open');
}

function buttons(...children: readonly HTMLElement[]): HTMLElement {
  return element('p', { class: 'button-row' }, ...children);
}
