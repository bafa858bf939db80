import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sample } from '../../domain/scan/sample.ts';
import { SAMPLE_LINES_FILE, sampleLine } from '../../formats/sample-set.ts';
import { replaceFile } from '../files/replace-file.ts';
import { type UnwrittenSample, writeSample } from '../samples/write-sample.ts';

/** The samples of a set that is being made: what is there is taken as it is, the rest is written line by line. */
export class WrittenSamples {
  readonly #folder: string;
  readonly #there: ReadonlyMap<string, Sample>;
  readonly #appended: Sample[] = [];
  readonly #made: Sample[] = [];

  constructor(folder: string, there: readonly Sample[]) {
    this.#folder = folder;
    this.#there = new Map(there.map((sample) => [numberedName(sample.id), sample]));
  }

  /** All samples taken or written so far, in the order of the set. */
  get made(): readonly Sample[] {
    return this.#made;
  }

  /** Takes the sample of this name and number, whatever else is in its id, if it is there. */
  take(name: string): boolean {
    const found = this.#there.get(name);
    if (found !== undefined) this.#made.push(found);
    return found !== undefined;
  }

  /** Writes pictures and masks first and then, in one piece, the line that names them. */
  async write(unwritten: UnwrittenSample): Promise<void> {
    const sample = await writeSample(this.#folder, unwritten);
    await appendFile(join(this.#folder, SAMPLE_LINES_FILE), sampleLine(sample));
    this.#appended.push(sample);
    this.#made.push(sample);
  }

  /** Puts the lines in the order of the set, where a sample in the middle was made again. */
  async sort(): Promise<void> {
    const written = [...this.#there.values(), ...this.#appended];
    if (this.#made.every((sample, place) => sample === written[place])) return;
    await replaceFile(join(this.#folder, SAMPLE_LINES_FILE), this.#made.map(sampleLine).join(''));
  }
}

/** `tip-0007-cash` is `tip-0007`. */
function numberedName(id: string): string {
  return /^[a-z]+-\d+/.exec(id)?.[0] ?? id;
}
