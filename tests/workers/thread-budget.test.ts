import { describe, expect, it } from 'vitest';
import { overcommitWarning, usableCpus } from '../../src/workers/thread-budget.ts';

function cpusIn(files: Readonly<Record<string, string>>, affinityCpus = 16): number {
  return usableCpus({ affinityCpus: () => affinityCpus, readText: (file) => files[file] ?? null });
}

describe('usableCpus', () => {
  it('is the affinity where nothing limits the group', () => {
    expect(cpusIn({})).toBe(16);
    expect(cpusIn({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': 'max 100000\n' })).toBe(16);
    expect(
      cpusIn({
        '/proc/self/cgroup': '4:cpu,cpuacct:/\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      }),
    ).toBe(16);
  });

  it('obeys the quota of a container on cgroup v2', () => {
    expect(cpusIn({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '400000 100000\n' })).toBe(4);
  });

  it('never uses more than the affinity, however large the quota', () => {
    expect(cpusIn({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '6400000 100000\n' }, 8)).toBe(8);
  });

  it('finds the tightest quota on the way up the tree', () => {
    const tree = {
      '/proc/self/cgroup': '0::/kubepods/pod1/app\n',
      '/sys/fs/cgroup/kubepods/pod1/app/cpu.max': 'max 100000',
      '/sys/fs/cgroup/kubepods/pod1/cpu.max': '300000 100000',
      '/sys/fs/cgroup/kubepods/cpu.max': '1200000 100000',
    };
    expect(cpusIn(tree)).toBe(3);
  });

  it('reads the CPU controller of cgroup v1, under either name of its mount', () => {
    for (const mount of ['cpu', 'cpu,cpuacct']) {
      const tree = {
        '/proc/self/cgroup': '12:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n0::/docker/abc\n',
        [`/sys/fs/cgroup/${mount}/docker/abc/cpu.cfs_quota_us`]: '250000\n',
        [`/sys/fs/cgroup/${mount}/docker/abc/cpu.cfs_period_us`]: '100000\n',
      };
      expect(cpusIn(tree)).toBe(2);
    }
  });

  it("finds the quota at the mount where a container does not see the host's path", () => {
    const tree = {
      '/proc/self/cgroup': '4:cpu:/docker/abc\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '50000',
    };
    expect(cpusIn(tree)).toBe(4);
  });

  it('is at least one, even for half a CPU', () => {
    expect(cpusIn({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '50000 100000' })).toBe(1);
  });

  it('answers for this process with a whole number', () => {
    expect(Number.isInteger(usableCpus())).toBe(true);
    expect(usableCpus()).toBeGreaterThanOrEqual(1);
  });
});

describe('overcommitWarning', () => {
  it('says nothing where the threads fit', () => {
    expect(overcommitWarning({ workers: 4, intraOpThreads: 2, usableCpus: 8 })).toBeNull();
  });

  it('names the numbers and the settings where they do not', () => {
    const warning = overcommitWarning({ workers: 4, intraOpThreads: 2, usableCpus: 2 });
    expect(warning).toContain('8 threads on 2 usable CPUs');
    expect(warning).toContain('SCANBENCH_WORKERS');
  });
});
