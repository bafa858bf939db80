import type { Static } from 'typebox';
import { ScanDocumentSchema } from '../../../api/schemas/scan-document.ts';
import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { conforms } from '../../../domain/language/conforms.ts';
import type { ScanFile } from '../../../domain/scan/view.ts';
import type { ServiceClient, ServiceRequest } from './service-client.ts';
import { parseJson, serviceFailure } from './service-failure.ts';

/** A scan as it is posted, made once. */
export type PostedScan = NonNullable<ServiceRequest['body']>;

export type ServiceScreening = Static<typeof ScanDocumentSchema>['screenings'][number];

/** The files of a scan as multipart/form-data, each part named for its view and energy. */
export async function postedScan(files: readonly ScanFile[]): Promise<PostedScan> {
  const form = new FormData();
  for (const { view, energy, declaredType, bytes } of files) {
    const name = energy === null ? view : `${view}.${energy}`;
    form.append(name, new Blob([bytes], { type: declaredType ?? 'application/octet-stream' }), name);
  }
  const encoded = new Response(form);
  const contentType = encoded.headers.get('content-type') ?? '';
  return { contentType, bytes: Buffer.from(await encoded.arrayBuffer()) };
}

/** Has one technology screen a scan. Fails with what the service says where it refuses or cannot. */
export async function postScan(
  client: ServiceClient,
  technology: string,
  scan: PostedScan,
): Promise<Outcome<ServiceScreening>> {
  const path = `/v1/scans?technology=${encodeURIComponent(technology)}`;
  const reply = await client.send({ path, body: scan });
  if (!reply.ok) return reply;
  if (reply.value.status !== 201) return serviceFailure(reply.value);
  const document = parseJson(reply.value.body);
  const [screening] = conforms(ScanDocumentSchema, document) ? document.screenings : [];
  if (screening === undefined) {
    return fail('runtime-failed', `${client.address} answered 201, but with no scan document that this version reads.`);
  }
  return succeed(screening);
}
