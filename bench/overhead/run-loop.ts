import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { shipped } from '../../src/installation.ts';
import { pinned } from '../pin.ts';
import type { LoopResult, LoopTask } from './loop-messages.ts';

const LoopResultSchema = Type.Object({ cpuSeconds: Type.Number(), wallSeconds: Type.Number() });

/** Runs a loop in a fresh process, pinned to these CPUs where any are named, and reads what it printed. */
export async function runLoop(task: LoopTask, cpuList?: string): Promise<LoopResult> {
  const loop = shipped('dist', 'bench', 'overhead', 'pipeline-loop.js');
  const { command, args } = pinned(cpuList, process.execPath, [loop, JSON.stringify(task)]);
  const { stdout } = await promisify(execFile)(command, args);
  const result: Static<typeof LoopResultSchema> = Value.Parse(LoopResultSchema, JSON.parse(stdout));
  return result;
}
