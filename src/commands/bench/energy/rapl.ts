import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { errorMessage } from '../../../domain/language/error-message.ts';
import type { EnergyMeter } from './energy-meter.ts';
import { joulesBetween, type RaplCounter } from './rapl-counters.ts';

const POWERCAP = '/sys/class/powercap';

/** The counters of 32 bits that some CPUs have go round in some minutes at full power: read sooner, none goes round twice. */
const READ_EVERY_MS = 10_000;

/** Top domains only: `intel-rapl:0:0` is a part of `intel-rapl:0`, and `intel-rapl-mmio:0` the same thing once more. */
const TOP_DOMAIN = /^intel-rapl:\d+$/;
/** `psys` is the whole board, packages included. */
const PACKAGE = /^package-/;

/**
 * The meter of the CPU packages, as Linux has it of Intel and AMD (RAPL). Fails where there is none, and where it may not
 * be read.
 */
export async function raplMeter(folder: string = POWERCAP): Promise<Outcome<EnergyMeter>> {
  const packages = await findPackages(folder);
  if (packages.length === 0) {
    return fail(
      'not-found',
      `There are no RAPL counters of CPU packages in ${folder}: a virtual machine seldom has them.`,
    );
  }
  const first = await readCounters(packages);
  if (!first.ok) return first;
  return succeed({
    what: packages.map(({ name }) => name).join(', '),
    async start() {
      let before = await readCounters(packages);
      let joules: number | null = 0;
      const add = async () => {
        const after = await readCounters(packages);
        const drawn = before.ok && after.ok ? joulesBetween(before.value, after.value) : null;
        joules = joules === null || drawn === null ? null : joules + drawn;
        before = after;
      };
      let adding = Promise.resolve();
      const timer = setInterval(() => {
        adding = adding.then(add);
      }, READ_EVERY_MS);
      return async () => {
        clearInterval(timer);
        await adding.then(add);
        return joules;
      };
    },
  });
}

interface RaplPackage {
  readonly name: string;
  readonly folder: string;
}

async function findPackages(folder: string): Promise<readonly RaplPackage[]> {
  const domains = (await readdir(folder).catch(() => [])).filter((name) => TOP_DOMAIN.test(name)).toSorted();
  const found = await Promise.all(
    domains.map(async (domain) => ({ name: await readName(join(folder, domain)), folder: join(folder, domain) })),
  );
  return found.filter(({ name }) => PACKAGE.test(name));
}

async function readName(folder: string): Promise<string> {
  return (await readFile(join(folder, 'name'), 'utf8').catch(() => '')).trim();
}

async function readCounters(packages: readonly RaplPackage[]): Promise<Outcome<readonly RaplCounter[]>> {
  const counters: RaplCounter[] = [];
  for (const { folder } of packages) {
    try {
      const microjoules = await readNumber(join(folder, 'energy_uj'));
      counters.push({ microjoules, rangeMicrojoules: await readNumber(join(folder, 'max_energy_range_uj')) });
    } catch (error) {
      const why = errorMessage(error);
      return fail(
        'forbidden',
        `The RAPL counters cannot be read (${why}): Linux lets root alone read energy_uj unless it is told otherwise.`,
      );
    }
  }
  return succeed(counters);
}

async function readNumber(file: string): Promise<number> {
  const text = (await readFile(file, 'utf8')).trim();
  if (!/^\d+$/.test(text)) throw new Error(`${file} holds ${JSON.stringify(text)}, no number`);
  return Number(text);
}
