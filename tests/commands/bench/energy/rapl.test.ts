import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { raplMeter } from '../../../../src/commands/bench/energy/rapl.ts';
import { joulesBetween } from '../../../../src/commands/bench/energy/rapl-counters.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../../fixtures/value-from.ts';

/** What a server with 32-bit counters has: 65.5 kJ, some minutes at full power. */
const RANGE = 65_532_610_987;

async function domain(powercap: string, name: string, what: string, microjoules: number): Promise<string> {
  const folder = path.join(powercap, name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'name'), `${what}\n`);
  await writeFile(path.join(folder, 'energy_uj'), `${microjoules}\n`);
  await writeFile(path.join(folder, 'max_energy_range_uj'), `${RANGE}\n`);
  return path.join(folder, 'energy_uj');
}

describe('joulesBetween', () => {
  const at = (...microjoules: readonly number[]) =>
    microjoules.map((each) => ({ microjoules: each, rangeMicrojoules: RANGE }));

  it('adds up what all counters rose by', () => {
    expect(joulesBetween(at(1e6, 5e6), at(3e6, 5.5e6))).toBeCloseTo(2.5, 9);
  });

  it('goes on counting over the end of a counter', () => {
    expect(joulesBetween(at(RANGE - 1e6, 0), at(2e6, 0))).toBeCloseTo(3, 9);
  });

  it('comes to the same however often it is read, wherever the counter begins anew', () => {
    const rises = fc.array(fc.integer({ min: 0, max: RANGE - 1 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: RANGE - 1 }), rises, (start, steps) => {
        let [now, joules, drawn] = [start, 0, 0];
        for (const rise of steps) {
          const next = (now + rise) % RANGE;
          joules += joulesBetween(at(now), at(next)) ?? Number.NaN;
          drawn += rise;
          now = next;
        }
        expect(joules).toBeCloseTo(drawn / 1e6, 3);
      }),
    );
  });

  it('says nothing of counters that are other ones, or of none', () => {
    expect(joulesBetween(at(1), at(1, 2))).toBeNull();
    expect(joulesBetween([], [])).toBeNull();
  });
});

describe('raplMeter', () => {
  it('reads whole packages, each once: no part, no twin, not the board', async () => {
    const powercap = await temporaryFolder();
    const first = await domain(powercap, 'intel-rapl:0', 'package-0', 10e6);
    const second = await domain(powercap, 'intel-rapl:1', 'package-1', RANGE - 1e6);
    const others = [
      await domain(powercap, 'intel-rapl:0:0', 'core', 0),
      await domain(powercap, 'intel-rapl:2', 'psys', 0),
      await domain(powercap, 'intel-rapl-mmio:0', 'package-0', 0),
    ];
    const meter = valueFrom(await raplMeter(powercap));
    expect(meter.what).toBe('package-0, package-1');
    const stop = await meter.start();
    for (const file of others) await writeFile(file, '9000000000\n');
    await writeFile(first, `${12e6}\n`);
    await writeFile(second, `${4e6}\n`);
    expect(await stop()).toBeCloseTo(7, 9);
  });

  it('has no figure where the counter goes away meanwhile', async () => {
    const powercap = await temporaryFolder();
    const file = await domain(powercap, 'intel-rapl:0', 'package-0', 10e6);
    const stop = await valueFrom(await raplMeter(powercap)).start();
    await rm(file);
    expect(await stop()).toBeNull();
  });

  it('fails with the reason where there is none, or none that may be read', async () => {
    const powercap = await temporaryFolder();
    expect(failureOf(await raplMeter(path.join(powercap, 'nowhere')))).toContain('There are no RAPL counters');
    await domain(powercap, 'dtpm', 'package-0', 1);
    expect(failureOf(await raplMeter(powercap))).toContain('There are no RAPL counters');
    const file = await domain(powercap, 'intel-rapl:0', 'package-0', 1);
    await writeFile(file, 'lots\n');
    expect(failureOf(await raplMeter(powercap))).toContain('cannot be read');
    await rm(file);
    expect(failureOf(await raplMeter(powercap))).toContain('lets root alone read energy_uj');
  });
});
