import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** What a scan that waits is to be screened with. */
const QueuedRequestSchema = Type.Object({
  technologies: Type.Array(Type.String()),
  maps: Type.Enum(['none', 'inline', 'link']),
});
export type QueuedRequest = Readonly<Static<typeof QueuedRequestSchema>>;

/** Reads what was written when the scan was queued. Throws where it is something else. */
export function readQueuedRequest(json: string): QueuedRequest {
  return Value.Parse(QueuedRequestSchema, JSON.parse(json));
}
