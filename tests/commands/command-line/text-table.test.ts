import { expect, it } from 'vitest';
import { textTable } from '../../../src/commands/command-line/text-table.ts';

it('lays cells under their heads, as wide as the widest', () => {
  expect(
    textTable(
      ['scan', 'ms'],
      [
        ['a', '1'],
        ['longer', '12'],
      ],
    ),
  ).toBe(['scan    ms', '──────  ──', 'a       1', 'longer  12'].join('\n'));
});

it('gives each row a block of its own where the columns are wider than the terminal', () => {
  const head = ['technology', 'Pfa', 'AUROC'];
  const rows = [
    ['one@onnx-cpu', '1 of 140', '0.780'],
    ['another@onnx-cpu', '', '0.5'],
  ];
  expect(textTable(head, rows, 35)).toMatch(/^technology {8}Pfa {7}AUROC\n─/);
  expect(textTable(head, rows, 32)).toBe(
    ['one@onnx-cpu', '  Pfa    1 of 140', '  AUROC  0.780', 'another@onnx-cpu', '  AUROC  0.5'].join('\n'),
  );
});

it('gives characters that a terminal shows twice as wide the room of two', () => {
  const rows = [
    ['集装箱-1', '1'],
    ['scan-22', '12'],
  ];
  expect(textTable(['scan', 'ms'], rows)).toBe(
    ['scan      ms', '────────  ──', '集装箱-1  1', 'scan-22   12'].join('\n'),
  );
});
