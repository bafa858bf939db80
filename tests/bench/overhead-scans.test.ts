import { expect, it, vi } from 'vitest';
import { writeOverheadScans } from '../../bench/overhead/overhead-scans.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

vi.mock('../../src/simulator/simulate-scan.ts', async (original) => {
  const real = await original<typeof import('../../src/simulator/simulate-scan.ts')>();
  return { ...real, simulateScan: vi.fn(real.simulateScan) };
});

it('simulates the vehicle once, for one energy and for both', async () => {
  const { oneEnergy, bothEnergies } = await writeOverheadScans(await temporaryFolder());
  expect(oneEnergy.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^16-bit PNG/),
    expect.stringMatching(/^8-bit JPEG/),
  ]);
  expect(bothEnergies[0]?.paths).toHaveLength(2);
  expect(vi.mocked(simulateScan).mock.calls.filter(([{ vehicle }]) => vehicle)).toHaveLength(1);
});
