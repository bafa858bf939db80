import type { ScoredScan } from './scored-scan.ts';

const COLUMNS = [
  'folder',
  'id',
  'technology',
  'truth',
  'score',
  'decision',
  'reason',
  'threshold',
  'touchesThreat',
  'condition',
  'scanner',
  'cargo',
  'category',
  'massKg',
  'place',
  'belowPenetration',
  'contrast',
  'file',
] as const;

/** A line for each scan and technology (RFC 4180, with a head): what any other tool needs to check the measures. */
export function scoresCsv(technologies: readonly string[], scans: readonly ScoredScan[]): string {
  const lines = scans.flatMap(({ verdicts, ...scan }) =>
    verdicts.map((verdict, place) => {
      const { threshold } = verdict.operatingPoint;
      const row = { ...scan, ...verdict, threshold, technology: technologies[place] ?? '' };
      return COLUMNS.map((column) => cell(row[column])).join(',');
    }),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}

/** What a spreadsheet takes for the beginning of a formula; cargo and categories are words of whoever made the set. */
const FORMULA = /^[=+@\t\r-]/;

function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
