import { describe, expect, it } from 'vitest';
import type { Host } from '../../../src/commands/origin/host.ts';
import { hostText, scanbenchText } from '../../../src/commands/origin/host-text.ts';

const BARE: Host = {
  ...{ cpu: 'A CPU', usableCpus: 2, memoryGiB: 64, system: 'Linux 6', node: 'v20.19.0', scanbench: '0.1.0' },
};

describe('hostText', () => {
  it('is short where nothing limits the process and nothing else is known', () => {
    expect(hostText(BARE)).toBe('A CPU, 2 CPUs, 64 GiB, Linux 6, Node v20.19.0, Scanbench 0.1.0');
  });

  it('says what the control group allows, beside what the machine has, and which GPUs are there', () => {
    const limited = { ...BARE, cpuQuota: 2.5, memoryLimitMiB: 3072, gpus: ['NVIDIA A, driver 550.54'] };
    expect(hostText(limited)).toBe(
      'A CPU, 2 CPUs (cgroup: 2.5), 64 GiB (cgroup: 3072 MiB), GPU NVIDIA A, driver 550.54, Linux 6, Node v20.19.0, Scanbench 0.1.0',
    );
  });
});

describe('scanbenchText', () => {
  it('names the commit of a checkout, and whether it was really that', () => {
    const id = '0123456789abcdef0123456789abcdef01234567';
    expect(scanbenchText({ ...BARE, commit: { id, hasChanges: false } })).toBe('Scanbench 0.1.0 (commit 0123456789ab)');
    expect(scanbenchText({ ...BARE, commit: { id, hasChanges: true } })).toContain('files changed since');
  });
});
