import type { FastifyReply } from 'fastify';
import { type Outcome, succeed } from '../../domain/failure.ts';
import { newId } from '../../records/new-id.ts';
import { answeredFacts } from '../lineup/screening-facts.ts';
import { type AnsweredScan, scanDocument, withoutPictures } from '../scan-document.ts';
import { letGo } from '../upload/let-go.ts';
import { type AnswerLimits, RECORDS_ARE_SLOW, WORK_IS_SLOW, whyUnawaited, withinDeadline } from './deadline.ts';
import { answerAsFirst } from './first-answer.ts';
import { keepScan } from './keep-scan.ts';
import type { Passage, ScanServices } from './passage.ts';
import { refuseUnanswered } from './refuse-unanswered.ts';
import { serverTiming } from './server-timing.ts';

/** Screens, keeps, answers. What was not answered in time, or lost its sender, is not kept. */
export async function screenScan(passage: Passage, options: ScanServices): Promise<FastifyReply> {
  const { request, reply, received, deadline } = passage;
  const { metrics } = options;
  const { admission } = request;
  if (admission === null) throw new Error('A scan reached its handler without a permit.');
  const uploadMs = reply.elapsedTime - (performance.now() - received.wholeAt);
  let isStoring = false;
  const beginStoring = () => {
    isStoring = true;
    admission.beginStoring();
  };
  const kept = await withinDeadline(
    admission.whileScreening((signal) => screenAndKeep(passage, options, { deadline, signal }, beginStoring)),
    deadline,
    () => (isStoring ? RECORDS_ARE_SLOW : WORK_IS_SLOW),
  );
  if (!kept.ok) return refuseUnanswered(passage, kept.failure, metrics);
  if (kept.value === null) return answerAsFirst(passage, options);
  const { document, storeMs } = kept.value;
  const answerMs = performance.now() - received.wholeAt;
  metrics.countScan({ document, answerMs, storeMs, requestId: request.id });
  return reply
    .code(201)
    .headers({
      location: `/v1/scans/${document.id}`,
      'server-timing': serverTiming(document.screenings, { uploadMs, storeMs, answerMs }),
    })
    .send(document);
}

/** Null where another process has answered a request of the same name meanwhile. */
async function screenAndKeep(
  { query, received, port, named }: Passage,
  { screener, records, challengers, metrics }: ScanServices,
  limits: AnswerLimits,
  beginStoring: () => void,
): Promise<Outcome<{ readonly document: AnsweredScan; readonly storeMs: number } | null>> {
  const { files, technologies, champion, metadata, receivedAt, wholeAt } = received;
  const maps = query.maps === 'none' ? 'none' : 'inline';
  const screened = await screener.screen(
    { files, technologies, maps, images: query.images },
    { deadlineAt: limits.deadline.at, signal: limits.signal, priority: 'live' },
  );
  if (!screened.ok) return screened;
  const screenedAt = performance.now();
  const { result, queueMs } = screened.value;
  metrics.countRuns(result.results);
  const id = newId();
  const answerMs = screenedAt - wholeAt;
  const document = scanDocument({ id, receivedAt, metadata, maps: query.maps, result, queueMs, answerMs });
  const whyUnwanted = () => whyUnawaited(limits);
  const failure = whyUnwanted();
  if (failure !== null) return { ok: false, failure };

  beginStoring();
  const kept = await keepScan(records, {
    scan: { id, port, receivedAt, metadata },
    screened: withoutPictures(document),
    result,
    factsOf: answeredFacts(screener.technologies(), champion),
    named,
    // Asked again, since the database may be another's for longer than anybody waits.
    whyUnwanted,
  });
  if (!kept.ok) return kept;
  if (!kept.value) return succeed(null);
  const areFilesTaken = challengers.challenge({ id, receivedAt, metadata, technologies, files: result.files });
  if (!areFilesTaken) for (const { bytes } of result.files) letGo(bytes);
  return succeed({ document, storeMs: performance.now() - screenedAt });
}
