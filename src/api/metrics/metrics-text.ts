/** What is known of a metric family, and its samples in the order in which they are written. */
export interface MetricFamily {
  readonly name: string;
  readonly type: string;
  /** The lines that introduce it, as they were. */
  readonly head: readonly string[];
  readonly samples: readonly MetricSample[];
}

export interface MetricSample {
  /** Name and labels, as they are written. */
  readonly series: string;
  readonly value: number;
  /** What stands behind a bucket; null where nothing does. */
  readonly exemplar: MetricExemplar | null;
}

export interface MetricExemplar {
  /** As it is written, from the labels to the end of the line. */
  readonly text: string;
  /** Seconds since 1970; 0 where it does not say. */
  readonly at: number;
}

const LABELS = String.raw`\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\}`;
const SAMPLE = new RegExp(String.raw`^([A-Za-z_:][\w:]*(?:${LABELS})?) (\S+)(?: # (${LABELS} \S+(?: (\S+))?))?$`);
const HEAD = /^# (HELP|TYPE|UNIT) (\S+)(?: (.*))?$/;

/** Reads OpenMetrics text as this service writes it. Throws on a line that is none of it: only a bug writes one. */
export function parseMetrics(text: string): readonly MetricFamily[] {
  const families: { name: string; type: string; head: string[]; samples: MetricSample[] }[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line === '# EOF') continue;
    const [, keyword, name = '', rest = ''] = HEAD.exec(line) ?? [];
    let family = families.at(-1);
    if (keyword !== undefined) {
      if (family?.name !== name) families.push({ name, type: 'unknown', head: [], samples: [] });
      family = families.at(-1);
      family?.head.push(line);
      if (family !== undefined && keyword === 'TYPE') family.type = rest;
      continue;
    }
    const [, series = '', value = '', exemplar, at] = SAMPLE.exec(line) ?? [];
    if (series === '' || family === undefined) throw new Error(`This is no line of OpenMetrics: ${line}`);
    family.samples.push({
      series,
      value: readNumber(value),
      exemplar: exemplar === undefined ? null : { text: exemplar, at: Number(at ?? 0) },
    });
  }
  return families;
}

/** The text that `parseMetrics` reads. */
export function writeMetrics(families: readonly MetricFamily[]): string {
  const lines = families.flatMap(({ head, samples }) => [...head, ...samples.map(writeSample)]);
  return `${lines.join('\n')}\n# EOF\n`;
}

function writeSample({ series, value, exemplar }: MetricSample): string {
  return `${series} ${writeNumber(value)}${exemplar === null ? '' : ` # ${exemplar.text}`}`;
}

function readNumber(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}

function writeNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
