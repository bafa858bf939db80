import { InvalidArgumentError } from 'commander';

/** Reads an option that counts something; commander says what is wrong with it. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number of at least 1 is needed');
  return Number(text);
}
