import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { Worker } from 'node:worker_threads';
import '../../../src/formats/sharp.ts';
import { markGarbageInOneGo } from '../../../src/workers/garbage-collection.ts';
import type { BareServerTask, BareThreadReport, PostedScan } from './messages.ts';

/**
 * The least that a server can do in front of threads that screen: it reads a body, hands it to a thread that is free, and
 * answers what the thread says. No admission, no deadline, no records, no metrics, no checks, no log. Called with its task
 * as JSON; says on standard output where it listens.
 */
markGarbageInOneGo();
const task: BareServerTask = JSON.parse(process.argv[2] ?? '');
const entry = new URL(`./thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
const free = Array.from({ length: task.threads }, () => new Worker(entry, { workerData: task }));
await Promise.all(free.map((thread) => once(thread, 'message')));
const waiting: ((thread: Worker) => void)[] = [];

const server = createServer(async (request, response) => {
  if (request.method !== 'POST') return response.end(String(cpuSeconds()));
  const scan = { bytes: await readBody(request), contentType: request.headers['content-type'] ?? '' };
  const json = await screen(scan);
  return response.writeHead(201, { 'content-type': 'application/json' }).end(json);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});

async function readBody(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  // One piece of the announced length, as the service reads a body: joining chunks would hold it twice.
  const body = new Uint8Array(Number(request.headers['content-length']));
  let length = 0;
  for await (const chunk of request) {
    body.set(chunk, length);
    length += chunk.length;
  }
  return body;
}

async function screen(scan: PostedScan): Promise<string> {
  const thread = free.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
  thread.postMessage(scan, [scan.bytes.buffer]);
  const [report]: BareThreadReport[] = await once(thread, 'message');
  const next = waiting.shift();
  if (next === undefined) free.push(thread);
  else next(thread);
  return report?.kind === 'answer' ? report.json : '[]';
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
