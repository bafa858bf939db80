import type { FastifyReply } from 'fastify';
import type { Outcome } from '../../domain/failure.ts';
import type { ScanDocument } from '../../domain/screening/scan.ts';
import { newId } from '../../records/new-id.ts';
import { refuse } from '../problems/errors.ts';
import { RECORDS_ARE_SLOW, whyLate, withinDeadline } from '../scans/deadline.ts';
import { answerAsFirst } from '../scans/first-answer.ts';
import type { Passage, ScanServices } from '../scans/passage.ts';
import { refuseUnanswered } from '../scans/refuse-unanswered.ts';
import { keepQueuedScan } from './keep-queued-scan.ts';
import type { QueuedScans } from './queued-scans.ts';

/** What it takes to answer a scan now or later. */
export interface QueueingServices extends ScanServices {
  readonly queuedScans: QueuedScans;
}

/** Keeps a scan, answers, and screens it later: nobody waits at the gate for this one. */
export async function queueScan(passage: Passage, options: QueueingServices): Promise<FastifyReply> {
  const { request, reply, received, query, port, named, deadline } = passage;
  const { config, records, queuedScans, metrics } = options;
  const inTime = <Value>(work: Promise<Outcome<Value>>) => withinDeadline(work, deadline, () => RECORDS_ARE_SLOW);
  const length = await inTime(records.queue.length());
  if (!length.ok) return refuseUnanswered(passage, length.failure, metrics);
  // Before its pictures are written. Those that come at the same time are counted once more as they go on record.
  if (length.value >= config.asyncLimit) return refuseAsFull(reply, config.asyncLimit);
  if (request.admission === null) throw new Error('A scan reached its handler without a permit.');
  const { receivedAt, metadata, files, technologies, champion } = received;
  const id = newId();
  const keeping = request.admission.whileScreening(async () => {
    const outcome = await keepQueuedScan(records, {
      scan: { id, port, receivedAt, metadata },
      files,
      request: { technologies: [...technologies], champion, maps: query.maps },
      named,
      limit: config.asyncLimit,
      whyUnwanted: () => whyLate(deadline),
    });
    // Also where it came on record too late for an answer: it is screened all the same.
    if (outcome.ok && outcome.value === 'queued') queuedScans.wake();
    return outcome;
  });
  const kept = await inTime(keeping);
  if (!kept.ok) return refuseUnanswered(passage, kept.failure, metrics);
  if (kept.value === 'name-taken') return answerAsFirst(passage, options);
  if (kept.value === 'queue-full') return refuseAsFull(reply, config.asyncLimit);
  reply.headers({ location: `/v1/scans/${id}`, 'preference-applied': 'respond-async' });
  const document: ScanDocument = {
    id,
    receivedAt: receivedAt.toISOString(),
    state: 'queued',
    metadata,
    views: [],
    screenings: [],
  };
  return reply.code(202).send(document);
}

function refuseAsFull(reply: FastifyReply, limit: number): FastifyReply {
  const message = `${limit} scans wait already to be screened later, and no more may: send it again when they are fewer.`;
  return refuse(reply, { code: 'overloaded', message });
}
