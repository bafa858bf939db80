import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { shipped } from '../../../src/installation.ts';
import { pinned } from '../../pin.ts';
import type { Service } from '../../service.ts';
import type { BareServerTask } from './messages.ts';

/** Starts the bare server, pinned to these CPUs where any are named, and waits until its threads are ready. */
export async function startBareServer(
  task: BareServerTask,
  cpuList?: string,
): Promise<Pick<Service, 'url' | 'cpuSeconds' | 'stop'>> {
  const main = shipped('dist', 'bench', 'overhead', 'bare-server', 'main.js');
  const { command, args } = pinned(cpuList, process.execPath, [main, JSON.stringify(task)]);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [url]: string[] = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [])]);
  if (url === undefined) throw new Error(`the bare server ended with ${child.exitCode} before it was ready`);
  return {
    url,
    cpuSeconds: async () => Number(await (await fetch(url)).text()),
    stop: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
