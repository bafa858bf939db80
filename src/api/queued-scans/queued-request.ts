import { type Static, Type } from 'typebox';
import type { Outcome } from '../../domain/failure.ts';
import { checkColumn, deleteScanCure } from '../../records/read-column.ts';

/** What a scan that waits is to be screened with. */
const QueuedRequestSchema = Type.Object({
  technologies: Type.Array(Type.String()),
  /** Who was champion when it came; left out by versions that took who was when it was screened. */
  champion: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  maps: Type.Enum(['none', 'inline', 'link']),
});
export type QueuedRequest = Readonly<Static<typeof QueuedRequestSchema>>;

/** Reads what was written when the scan was queued. Fails with `records-unavailable` where it is something else. */
export function readQueuedRequest({
  id,
  request,
}: {
  readonly id: string;
  readonly request: string;
}): Outcome<QueuedRequest> {
  const what = `what the queued scan ${id} is to be screened with`;
  return checkColumn(QueuedRequestSchema, request, { what, cure: deleteScanCure(id) });
}
