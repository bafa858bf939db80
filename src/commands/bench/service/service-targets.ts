import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { findScans, type WantedScans } from '../../samples/find-scans.ts';
import { cannotStart } from '../targets/cannot-start.ts';
import type { ReadyTargets } from '../targets/ready-targets.ts';
import type { RunningTarget } from '../targets/start-target.ts';
import { listTechnologies, type ServiceTechnology } from './list-technologies.ts';
import { type PostedScan, postedScan } from './post-scan.ts';
import type { ServiceClient } from './service-client.ts';
import { serviceTarget } from './service-target.ts';

export interface WantedOfService {
  readonly client: ServiceClient;
  /** Ids of technologies or models, each of which must be ready; null for the first ready ones of the service. */
  readonly named: readonly string[] | null;
  readonly limit: number;
  readonly scans: WantedScans;
  /** The names of the scans that are timed. */
  readonly timed: readonly string[];
  readonly workers: number;
  readonly warmUpScans: number;
  readonly seed: number;
}

/** Readies what is to be compared of a service. Fails where a named technology cannot be had, or none at all. */
export async function serviceTargets(wanted: WantedOfService): Promise<Outcome<ReadyTargets>> {
  const { client, named, limit, workers, warmUpScans, seed } = wanted;
  const listed = await listTechnologies(client);
  if (!listed.ok) return listed;
  const chosen = chooseOf(listed.value, named);
  if (!chosen.ok) return chosen;
  const scans = await loadPosted(wanted);
  if (!scans.ok) return scans;
  const targets: RunningTarget[] = [];
  const unavailable: { technology: string; reason: string }[] = [];
  for (const { id, outcome } of chosen.value) {
    if (named === null && targets.length >= limit) break;
    const target = outcome.ok
      ? await serviceTarget({ client, technology: outcome.value, scans: scans.value, workers, warmUpScans, seed })
      : outcome;
    if (target.ok) targets.push(target.value);
    else if (named === null) unavailable.push({ technology: id, reason: target.failure.message });
    else return cannotStart(id, target.failure);
  }
  if (targets.length > 0) return succeed({ targets, unavailable });
  const reasons = unavailable.map(({ technology, reason }) => `${technology}: ${reason}`).join(' ');
  return fail('unknown-technology', `${client.address} has no technology that is ready. ${reasons}`.trim());
}

function chooseOf(
  listed: readonly ServiceTechnology[],
  named: readonly string[] | null,
): Outcome<readonly ServiceTechnology[]> {
  if (named === null) return succeed(listed);
  const chosen = new Map<string, ServiceTechnology>();
  for (const name of named) {
    const found = listed.find(({ id }) => id === name) ?? listed.find(({ id }) => id.split('@')[0] === name);
    if (found === undefined) {
      const known = listed.map(({ id }) => id).join(', ') || 'none';
      return fail('unknown-technology', `The service has no technology "${name}". It has: ${known}.`);
    }
    chosen.set(found.id, found);
  }
  return succeed([...chosen.values()]);
}

/** The timed scans, in the order of their names, ready to be sent. */
async function loadPosted({ scans: wanted, timed }: WantedOfService): Promise<Outcome<readonly PostedScan[]>> {
  const found = await findScans(wanted);
  if (!found.ok) return found;
  const posted: PostedScan[] = [];
  for (const name of timed) {
    const source = found.value.find((other) => other.name === name);
    if (source === undefined) return fail('not-found', `${name} left its folder while the benchmark ran.`);
    const files = await source.load();
    if (!files.ok) return files;
    posted.push(await postedScan(files.value));
  }
  return succeed(posted);
}
