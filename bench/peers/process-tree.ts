import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second (USER_HZ), whatever the kernel's own tick. */
const TICKS_PER_SECOND = 100;

interface ProcessLine {
  readonly id: number;
  readonly parent: number;
  readonly cpuSeconds: number;
}

/** CPU seconds, user and system, of a process and all that descend from it, ended children included. Linux only. */
export function treeCpuSeconds(root: number): number {
  return treeOf(root).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

/** Ends a process and all that descend from it, the root first so that it starts no child anew. */
export function killTree(root: number): void {
  for (const { id } of treeOf(root)) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It has ended by itself meanwhile.
    }
  }
}

/** The processes that a process has started and that have not ended, the oldest first. Linux only. */
export function childIds(parent: number): readonly number[] {
  return treeOf(parent)
    .filter((child) => child.parent === parent)
    .map(({ id }) => id);
}

function treeOf(root: number): readonly ProcessLine[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
  const tree = all.filter(({ id }) => id === root);
  for (const { id } of tree) tree.push(...all.filter(({ parent }) => parent === id));
  return tree;
}

/** `/proc/ID/stat`: the name in brackets may hold anything, so fields are counted from behind it (proc(5)). */
function readProcess(id: number): readonly ProcessLine[] {
  try {
    const line = readFileSync(`/proc/${id}/stat`, 'utf8');
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const field = (number: number) => Number(fields[number - 3]);
    const ticks = field(14) + field(15) + field(16) + field(17);
    return [{ id, parent: field(4), cpuSeconds: ticks / TICKS_PER_SECOND }];
  } catch {
    return [];
  }
}
