import { describe, expect, it } from 'vitest';
import { parseEnergies, parseMasses } from '../../../src/commands/tip/parse-tip-options.ts';
import { tipCommand } from '../../../src/commands/tip.ts';

describe('masses and energies of scanbench tip', () => {
  it('are two, or one', () => {
    expect([parseMasses('10-60'), parseMasses('10')]).toEqual([
      [10, 60],
      [10, 10],
    ]);
    expect([parseEnergies('6,4'), parseEnergies('6')]).toEqual([{ high: 6, low: 4 }, { high: 6 }]);
  });

  it.each(['60-10', '0', '', 'ten', '1-2-3'])('say of the masses "%s" that two or one are wanted', (text) => {
    expect(() => parseMasses(text)).toThrow(/two numbers of kilograms.*10-60, or one for all threats, e\.g\. 10\./);
  });

  it.each(['4,6', '0', '', 'six', '6,4,2'])('say of the energies "%s" that two or one are wanted', (text) => {
    expect(() => parseEnergies(text)).toThrow(/the high one first, e\.g\. 6,4, or one of a scanner.*e\.g\. 6\./);
  });

  it('are so in the help', () => {
    const help = tipCommand().helpInformation();
    expect(help).toContain('--mass <kg[-kg]>');
    expect(help).toContain('--energies <high[,low]>');
  });
});
