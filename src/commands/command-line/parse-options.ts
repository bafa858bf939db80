import { InvalidArgumentError } from 'commander';

/** Reads the value of an option that takes a whole number between two, both included; without the second, from the first. */
export function parseWhole(name: string, least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`${name} is a whole number ${range}.`);
  };
}

/** Reads the value of an option that takes a number above 0. */
export function parsePositive(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It is a number above 0.');
}

/** Reads the value of an option that takes a share of something. */
export function parseShare(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('A share is a number from 0 to 1.');
}

/** Reads the name of a split; a sample without one would not be read again. */
export function parseSplit(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('A split has a name, e.g. test.');
}
