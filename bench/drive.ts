import { Pool } from 'undici';

/** A request that is posted again and again. */
export interface Post {
  readonly path: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/**
 * Posts `count` scans with `concurrency` of them in flight at any time (closed loop) and resolves when all are answered.
 * Any answer but 201 ends the run: a figure that counts refusals would be no figure.
 */
export async function driveClosedLoop(url: string, post: Post, count: number, concurrency: number): Promise<void> {
  const pool = new Pool(url, { connections: concurrency, pipelining: 1 });
  let left = count;
  const lane = async () => {
    while (left-- > 0) {
      const { statusCode, body } = await pool.request({
        path: post.path,
        method: 'POST',
        headers: { 'content-type': post.contentType },
        body: post.body,
      });
      const text = await body.text();
      if (statusCode !== 201) throw new Error(`the service answered ${statusCode}: ${text.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  await pool.close();
}
