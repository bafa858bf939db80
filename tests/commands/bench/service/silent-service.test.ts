import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SCAN_EXAMPLE } from '../../../../src/api/schemas/scan-example.ts';
import { listTechnologies } from '../../../../src/commands/bench/service/list-technologies.ts';
import { screenByService } from '../../../../src/commands/bench/service/screen-by-service.ts';
import { serviceClient } from '../../../../src/commands/bench/service/service-client.ts';
import { shipped } from '../../../../src/installation.ts';
import { screenedTechnology } from '../../../fixtures/scored-scan.ts';
import { failureOf, valueFrom } from '../../../fixtures/value-from.ts';

const PATIENCE = { questionMs: 100, firstScanMs: 600, scanMs: 900 };
const SCAN = { path: '/v1/scans', body: { contentType: 'text/plain', bytes: Buffer.from('a scan') } };

/** A client of a service that does as `answer` says, and the paths that it was asked for. */
async function connect(answer: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the service has no port');
  const client = serviceClient(`http://127.0.0.1:${address.port}`, null, PATIENCE);
  onTestFinished(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });
  return { client, asked };
}

function answerLater(response: ServerResponse, ms: number): void {
  setTimeout(() => response.writeHead(201).end('done'), ms);
}

describe('a service that takes connections and is silent', () => {
  it('is named after the patience for a question, and not asked a second time', async () => {
    const { client, asked } = await connect(() => {});
    expect(failureOf(await listTechnologies(client))).toMatch(/has said nothing for 0\.1 s: it hangs, .* Restart it/);
    expect(asked).toEqual(['/v1/technologies']);
  });

  it('is silent, too, where it begins a reply that it does not end', async () => {
    const { client } = await connect((_request, response) => response.writeHead(200).write('{'));
    expect(failureOf(await client.send({ path: '/v1/technologies' }))).toContain('has said nothing for 0.1 s');
  });

  it('is asked once whether it lives while scans wait, and given up: no scan waits after that', async () => {
    const { client, asked } = await connect(() => {});
    const all = await Promise.all([client.send(SCAN), client.send(SCAN), client.send(SCAN)]);
    for (const outcome of all) expect(failureOf(outcome)).toContain('has said nothing for 0.2 s');
    expect(asked).toEqual(['/v1/scans', '/v1/scans', '/v1/scans', '/livez']);
    expect(failureOf(await client.send(SCAN))).toContain('has said nothing for 0.2 s');
    expect(asked).toHaveLength(4);
  });
});

it('ends the accuracy run where the service falls silent: what it was never asked is no miss of a technology', async () => {
  const fake = screenedTechnology('fake');
  let scans = 0;
  const { client } = await connect((request, response) => {
    if (request.url === '/v1/technologies') {
      response.end(JSON.stringify({ items: [{ ...fake, state: 'ready', reason: null }], nextCursor: null }));
    } else if (request.url !== '/livez' && ++scans <= 2) response.writeHead(201).end(JSON.stringify(SCAN_EXAMPLE));
  });
  const screened: string[] = [];
  const run = await screenByService(client, {
    scans: { folders: [shipped('samples', 'smoke')], limit: 4 },
    technologies: [fake.id],
    jobs: 1,
    onScreened: ({ name }) => screened.push(name),
  });
  expect(failureOf(run)).toMatch(/has said nothing for 0\.2 s: .* It had screened 2 of 4 scans\.$/);
  expect(screened).toHaveLength(2);
});

describe('a service that goes away in the middle of the accuracy run', () => {
  /** The first two posts are answered; what becomes of the others is for the test. One on a kept connection is posted twice. */
  async function screenFour(later: (response: ServerResponse, scan: number) => void, live: RequestListener) {
    const fake = screenedTechnology('fake');
    let scans = 0;
    const { client } = await connect((request, response) => {
      if (request.url === '/v1/technologies') {
        response.end(JSON.stringify({ items: [{ ...fake, state: 'ready', reason: null }], nextCursor: null }));
      } else if (request.url === '/livez') live(request, response);
      else if (++scans <= 2) response.writeHead(201).end(JSON.stringify(SCAN_EXAMPLE));
      else later(response, scans);
    });
    const decisions: string[] = [];
    const run = await screenByService(client, {
      scans: { folders: [shipped('samples', 'smoke')], limit: 4 },
      technologies: [fake.id],
      jobs: 1,
      onScreened: (_source, { verdicts }) => decisions.push(verdicts[0]?.decision ?? ''),
    });
    return { run, decisions };
  }
  const breakOff = (response: ServerResponse) => response.destroy();

  it('ends the run where it does not return: what it was never asked is no miss of a technology', async () => {
    const { run, decisions } = await screenFour(breakOff, (_request, response) => breakOff(response));
    expect(failureOf(run)).toMatch(/went away .* did not return in 0\.1 s: .* It had screened 2 of 4 scans\.$/);
    expect(decisions).toHaveLength(2);
  });

  it('ends the run, too, where a proxy answers for it', async () => {
    const badGateway = (response: ServerResponse) => response.writeHead(502).end('Bad Gateway');
    const { run } = await screenFour(badGateway, (_request, response) => badGateway(response));
    expect(failureOf(run)).toContain('did not return in 0.1 s');
  });

  it('is asked once more where it returns, and no scan has failed', async () => {
    let looks = 0;
    const { run, decisions } = await screenFour(
      (response, scan) => (scan === 3 ? breakOff(response) : response.writeHead(201).end(JSON.stringify(SCAN_EXAMPLE))),
      (_request, response) => (++looks <= 2 ? breakOff(response) : response.end()),
    );
    expect(run.ok).toBe(true);
    expect(decisions).toHaveLength(4);
    expect(decisions).not.toContain('failed');
  });

  it('has failed on a scan at which it goes away again and again, and on none besides', async () => {
    let looks = 0;
    const { run, decisions } = await screenFour(
      (response, scan) => (scan <= 6 ? breakOff(response) : response.writeHead(201).end(JSON.stringify(SCAN_EXAMPLE))),
      (_request, response) => (++looks % 2 === 1 ? breakOff(response) : response.end()),
    );
    expect(run.ok).toBe(true);
    expect(decisions.map((decision) => decision === 'failed')).toEqual([false, false, true, false]);
  });

  it('has failed on a scan that it breaks off while it lives', async () => {
    const { run, decisions } = await screenFour(breakOff, (_request, response) => response.writeHead(404).end());
    expect(run.ok).toBe(true);
    expect(decisions.filter((decision) => decision === 'failed')).toHaveLength(2);
  });
});

describe('a service that is slow', () => {
  it('is waited for as long as it says that it lives', async () => {
    const { client, asked } = await connect((request, response) => {
      if (request.url === '/livez') response.end();
      else answerLater(response, 450);
    });
    expect(valueFrom(await client.send(SCAN)).status).toBe(201);
    expect(asked.filter((path) => path === '/livez').length).toBeGreaterThan(1);
    expect(valueFrom(await client.send({ path: '/livez' })).status).toBe(200);
  });

  it('is waited for, too, where it takes no more questions because it ends', async () => {
    const { client } = await connect((request, response) => {
      if (request.url === '/livez') request.socket.destroy();
      else answerLater(response, 450);
    });
    expect(valueFrom(await client.send(SCAN)).status).toBe(201);
  });

  it('may answer its last scan while it is asked whether it lives', async () => {
    const { client } = await connect((request, response) => {
      if (request.url === '/v1/scans') answerLater(response, 150);
    });
    expect(valueFrom(await client.send(SCAN)).status).toBe(201);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(valueFrom(await client.send(SCAN)).status).toBe(201);
  });

  it('is given up sooner where it has answered no scan at all', async () => {
    const { client } = await connect((request, response) => {
      if (request.url === '/livez') response.end();
    });
    expect(failureOf(await client.send(SCAN))).toMatch(
      /answered no scan at all in 0\.6 s, though it says that it lives/,
    );
  });

  it('is given up after longer than any deadline, with the words that it lives', async () => {
    let scans = 0;
    const { client } = await connect((request, response) => {
      if (request.url === '/livez' || scans++ === 0) response.end();
    });
    valueFrom(await client.send(SCAN));
    expect(failureOf(await client.send(SCAN))).toMatch(
      /not answered a scan for 0\.9 s, .* though it says that it lives/,
    );
    expect(failureOf(await client.send({ path: '/v1/technologies' }))).toContain('not answered a scan');
  });
});
