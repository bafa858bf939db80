import { Value } from 'typebox/value';
import { TechnologyListSchema } from '../../../api/schemas/technology.ts';
import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import type { ScreenedTechnology } from '../../sample-screening/screened-technology.ts';
import type { ServiceClient } from './service-client.ts';
import { parseJson, serviceFailure } from './service-failure.ts';

/** A technology of a service: ready, or why not. */
export interface ServiceTechnology {
  readonly id: string;
  readonly outcome: Outcome<ScreenedTechnology>;
}

/** What the service can screen with now, in its order, with the hashes of its models. */
export async function listTechnologies(client: ServiceClient): Promise<Outcome<readonly ServiceTechnology[]>> {
  const reply = await client.send({ path: '/v1/technologies' });
  if (!reply.ok) return reply;
  if (reply.value.status !== 200) return serviceFailure(reply.value);
  const list = parseJson(reply.value.body);
  if (!Value.Check(TechnologyListSchema, list)) {
    return fail(
      'runtime-failed',
      `${client.address} lists no technologies that this version reads: is it a Scanbench?`,
    );
  }
  return succeed(
    list.items.map(({ state, reason, operatingPoint, ...technology }) => {
      const [lower = 0, upper = 1] = operatingPoint.pfaBounds;
      const point = { ...operatingPoint, pfaBounds: [lower, upper] as const };
      const outcome =
        state === 'ready'
          ? succeed({ ...technology, operatingPoint: point })
          : fail('unknown-technology', reason ?? 'It is not ready.');
      return { id: technology.id, outcome };
    }),
  );
}
