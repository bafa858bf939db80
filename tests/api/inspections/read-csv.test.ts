import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInspectionCsv } from '../../../src/api/inspections/read-csv.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

const HEADER = 'containerNumber,inspectedAt,outcome,selectedBy,category';
const ROW = 'CSQU3054383,2026-03-01,benign,random,';
const read = async (text: string, utcOffset = 'Z') => valueFrom(await readInspectionCsv(text, utcOffset));
const DAY_MS = 86_400_000;

describe('readInspectionCsv', () => {
  it('reads a list as office programs of Europe write it: byte order mark, semicolons, quotes, CR LF, day first', async () => {
    const text =
      '\uFEFF"Container number";"inspected_at";"Outcome";"Selected by";"Category"\r\n' +
      'CSQU 305438-3;1.3.2026;Threat;alarm;"Weapons; ""small"""\r\n\r\n' +
      'csqu3054383;01.03.2026 14:05;benign;random;\r\n';
    const { rows, problems } = await read(text, '+01:00');
    expect(problems).toEqual([]);
    const from = Date.parse('2026-03-01T00:00:00+01:00');
    const at = Date.parse('2026-03-01T14:05:00+01:00');
    expect(rows).toEqual([
      {
        line: 2,
        containerNumber: 'CSQU3054383',
        inspected: { earliestMs: from, latestMs: from + DAY_MS - 1 },
        outcome: 'threat',
        selectedBy: 'alarm',
        category: 'Weapons; "small"',
      },
      {
        line: 4,
        containerNumber: 'CSQU3054383',
        inspected: { earliestMs: at, latestMs: at },
        outcome: 'benign',
        selectedBy: 'random',
        category: null,
      },
    ]);
  });

  it.each([',', ';', '\t'])(
    'passes over empty lines and rows of empty cells, wherever they are, with %j',
    async (separator) => {
      const emptied = ',,,,';
      const row = 'CSQU3054383,2026-03-01,benign,random,';
      const text = ['', ' ', emptied, HEADER, emptied, '', row, emptied, ''].join('\r\n').replaceAll(',', separator);
      const { rows, problems } = await read(text);
      expect(problems).toEqual([]);
      expect(rows.map(({ line }) => line)).toEqual([7]);
    },
  );

  it.each(['\n', '\r\n', '\r'])(
    'names a row of several lines by its first, and those behind it by theirs, with %j',
    async (end) => {
      const inTwo = `CSQU3054383,2026-03-01,threat,random,"in${end}two"`;
      const text = [HEADER, '', inTwo, inTwo, 'CSQU3054383,2026-03-01,benign,random,'].join(end);
      const { rows, problems } = await read(text);
      expect(problems.map(({ line }) => line)).toEqual([3, 5]);
      expect(rows.map(({ line }) => line)).toEqual([7]);
    },
  );

  it.each([
    ['2026-03-01 9:05', '2026-03-01T09:05:00Z'],
    ['2026-03-01T09:05:30', '2026-03-01T09:05:30Z'],
    ['2026-03-01T09:05+02:00', '2026-03-01T07:05:00Z'],
    ['2026-03-01T09:05:00Z', '2026-03-01T09:05:00Z'],
  ])('reads the moment %s', async (text, utc) => {
    const { rows } = await read(`${HEADER}\nCSQU3054383,${text},benign,random,\n`);
    expect(rows[0]?.inspected).toEqual({ earliestMs: Date.parse(utc), latestMs: Date.parse(utc) });
  });

  it.each([
    ['CSQU3054384,2026-03-01,benign,random,', /check digit/],
    ['CSQU3054383,03/01/2026,benign,random,', /no date/],
    ['CSQU3054383,2026-02-30,benign,random,', /no real date/],
    ['CSQU3054383,2126-03-01,benign,random,', /in the future/],
    ['CSQU3054383,2026-03-01,positive,random,', /outcome is "positive".*threat, benign/],
    ['CSQU3054383,2026-03-01,benign,lottery,', /selectedBy is "lottery"/],
    ['CSQU3054383,2026-03-01,benign,random,weapons', /benign, so it has no category/],
    ['CSQU3054383,2026-03-01,threat,random,a\u0000b', /control character/],
    ['=1+1,2026-03-01,threat,random,', /e\.g\. CSQU3054383$/],
    ['CSQU3054383,2026-03-01,benign', /3 cells.*5 columns/],
  ])('names the line of %s and what is wrong with it', async (row, reason) => {
    const { rows, problems } = await read(`${HEADER}\nCSQU3054383,2026-03-01,benign,random,\n${row}\n`);
    expect(rows).toHaveLength(1);
    expect(problems).toEqual([{ line: 3, reason: expect.stringMatching(reason) }]);
  });

  it.each([
    ['', /empty/],
    ['a,b\n', /^Line 1 of the list has an unknown column "a"/],
    ['\n\na,b\n', /^Line 3 of the list /],
    ['containerNumber,outcome\n', /lacks the columns inspectedAt, selectedBy/],
    [`${HEADER},Category\n`, /twice the column "Category"/],
    [
      `${HEADER}\n"CSQU3054383,2026-03-01`,
      /no CSV that can be read: the row of line 2 has a quote that is never closed/,
    ],
    [
      `${HEADER}\r\n${ROW}\r\n\r\nCSQU3054383,2026-03-01,threat,random,"arms\r\n${ROW}\r\n${ROW}\r\n`,
      /row of line 4 has a quote that is /,
    ],
    [
      `${HEADER}\n${ROW}\nCSQU3054383,2026-03-01,threat,random,"arms\n${ROW}\n"${ROW}`,
      /row of line 3 has a cell that goes on behind/,
    ],
    [
      `${HEADER}\nCSQU3054383,2026-03-01,threat,random,"5"" pipe"\n"MSKU6011672",2026-03-01,threat,random,5" pipe\n`,
      /row of line 3 has a quote within/,
    ],
  ])('refuses the list %j', async (text, message) => {
    expect(failureOf(await readInspectionCsv(text, 'Z'))).toMatch(message);
  });

  it('reads whatever is thrown at it, or says why not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const outcome = await readInspectionCsv(`${HEADER}\n${text}`, 'Z');
        if (!outcome.ok) return expect(outcome.failure.message).toMatch(/^The list is no CSV that can be read: .+\.$/);
        const { rows, problems } = outcome.value;
        const lines = [...rows, ...problems].map(({ line }) => line);
        expect(lines.every((line) => line > 1)).toBe(true);
        expect(new Set(lines).size).toBe(lines.length);
        expect(problems.every(({ reason }) => reason !== '')).toBe(true);
      }),
    );
  });

  it('reads a hundred thousand rows, and others have their turn meanwhile', async () => {
    const line = 'CSQU3054383,2026-03-01,threat,random,"Gefäße, 刀 🔪"\r\n';
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const { rows, problems } = await read(`${HEADER}\r\n${line.repeat(100_000)}`);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(50);
    expect(problems).toEqual([]);
    expect(rows).toHaveLength(100_000);
    expect(new Set(rows.map(({ category }) => category))).toEqual(new Set(['Gefäße, 刀 🔪']));
    expect(rows.at(-1)?.line).toBe(100_001);
  });
});
