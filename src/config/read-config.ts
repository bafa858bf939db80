import { Value } from 'typebox/value';
import { type Config, configFrom, EnvironmentSchema } from './config.ts';
import { whyTlsIsIncomplete } from './listening.ts';
import { nearestName } from './nearest-name.ts';
import { whyProcessesDoNotFit } from './processes.ts';
import { whyDatabaseUrlIsNone } from './records.ts';
import { holdsToken } from './remote-access.ts';
import { SERVICE_KEY_VARIABLE } from './service-key.ts';
import type { Environment } from './variables.ts';
import { wrongValue } from './wrong-value.ts';

export type ReadConfig =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * Reads the settings from an environment. An empty variable counts as not set. A wrong value and a name that looks like
 * a misspelt setting are refused with a sentence; any other unknown `SCANBENCH_` name only warns, because Kubernetes
 * adds names such as `SCANBENCH_SERVICE_HOST` for a service called `scanbench`.
 */
export function readConfig(env: Environment): ReadConfig {
  const names = Object.keys(EnvironmentSchema.properties);
  const warnings: string[] = [];
  for (const name of Object.keys(env)) {
    if (!name.startsWith('SCANBENCH_') || names.includes(name) || holdsToken(name)) continue;
    if (name === SERVICE_KEY_VARIABLE) continue;
    const { nearest, distance } = nearestName(name, names);
    const sentence = `${name} is not a setting; the nearest known name is ${nearest}.`;
    if (distance <= 2) return { ok: false, message: `${sentence} Correct the name or unset it.` };
    warnings.push(`${sentence} It has no effect.`);
  }

  const given: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(EnvironmentSchema.properties)) {
    const text = env[name];
    if (text === undefined || text === '') continue;
    const value = 'type' in schema && (schema.type === 'integer' || schema.type === 'number') ? numberFrom(text) : text;
    if (!Value.Check(schema, value)) return { ok: false, message: wrongValue(name, text, schema) };
    given[name] = value;
  }
  const values = Value.Parse(EnvironmentSchema, Value.Default(EnvironmentSchema, given));
  const misfit = whyTlsIsIncomplete(values) ?? whyProcessesDoNotFit(values) ?? whyDatabaseUrlIsNone(values);
  return misfit === null ? { ok: true, config: configFrom(values, env), warnings } : { ok: false, message: misfit };
}

function numberFrom(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
