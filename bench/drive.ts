import autocannon from 'autocannon';

/** A request that is posted again and again. */
export interface Post {
  readonly path: string;
  readonly contentType: string;
  readonly body: Buffer;
}

const TIMEOUT_SECONDS = 60;

/**
 * Posts `count` scans with `concurrency` of them in flight at any time (closed loop) and resolves when all are answered,
 * with the milliseconds a scan: the mean latency over the concurrency (Little's law), because autocannon looks for its
 * end only once a second. Any answer but 201 ends the run: a figure that counts refusals would be no figure.
 */
export async function driveClosedLoop(url: string, post: Post, count: number, concurrency: number): Promise<number> {
  const connections = Math.min(concurrency, count);
  const result = await autocannon({
    url: `${url}${post.path}`,
    method: 'POST',
    headers: { 'content-type': post.contentType },
    body: post.body,
    connections,
    amount: count,
    timeout: TIMEOUT_SECONDS,
  });
  const created = result.statusCodeStats?.['201']?.count ?? 0;
  if (created !== count) {
    throw new Error(`${created} of ${count} scans were answered 201: ${JSON.stringify(result.statusCodeStats)}`);
  }
  return result.latency.mean / connections;
}
