import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Config } from '../../config/config.ts';
import type { Requester } from '../../domain/service/requester.ts';
import type { Scope } from '../../domain/service/scope.ts';
import type { CheckableKey } from '../../records/access/key-records.ts';
import { refuse } from '../problems/errors.ts';
import { type AuthenticationFailure, authenticate } from './authenticate.ts';
import { createFailedAttempts } from './failed-attempts.ts';
import { isFromForeignPage } from './foreign-page.ts';
import type { KeyRing } from './key-ring.ts';
import { isOwnHost } from './own-host.ts';
import type { RateLimits } from './rate-limits.ts';

/** Who may use a route: a key of this scope, any key, or anyone. */
export type RouteScope = Scope | 'any key' | 'anyone';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Each route says it: the application does not start with one that does not. */
    scope?: RouteScope;
  }
  interface FastifyRequest {
    /** On whose behalf the request is made; not on routes for anyone. */
    requester: Requester;
  }
}

export const MISDIRECTED =
  'This service has no keys and answers its own machine only, but the request names another host: use localhost or ' +
  '127.0.0.1, make a key with scanbench keys create, or set SCANBENCH_INSECURE=1 behind a proxy that asks for credentials.';

export const FOREIGN_PAGE =
  'A page of another origin sent this from a browser, and this service has no keys that such a page would lack: use the ' +
  "service's own pages or a program; a proxy in between must pass on the Host that the browser names.";

export interface AccessOptions {
  readonly config: Pick<Config, 'requestsPerMinute' | 'host' | 'isInsecure'>;
  readonly keyRing: KeyRing;
  readonly metrics: { countFailedAuthentication(reason: AuthenticationFailure): void };
  readonly rateLimits: RateLimits;
}

/** Lets in who may, before the body of a request is read: first who it is, then what they may, then how often. */
export function guardRoutes(app: FastifyInstance, { config, keyRing, metrics, rateLimits }: AccessOptions): void {
  const attempts = createFailedAttempts();
  const requesters = new WeakMap<FastifyRequest, Requester>();
  const noting = new Set<Promise<void>>();
  refuseRoutesWithoutScope(app);
  app.addHook('onClose', async () => {
    await Promise.all(noting);
  });

  /** The request does not wait: the records may be writing a long list. */
  function noteUsed(key: CheckableKey, log: FastifyRequest['log']): void {
    const noted = keyRing
      .noteUsed(key)
      .catch((bug: unknown) => log.error({ err: bug }, 'the use of a key was not noted'))
      .finally(() => noting.delete(noted));
    noting.add(noted);
  }

  app.decorateRequest('requester', {
    getter() {
      const requester = requesters.get(this);
      if (requester === undefined) throw new Error('A route for anyone asked who asks.');
      return requester;
    },
  });

  app.addHook('onRequest', async (request, reply) => {
    const scope = scopeOf(request);
    if (scope === 'anyone') return;
    // A cache on the way tells keys in `X-Api-Key` no more apart than who has none: what one may read is kept for nobody.
    reply.header('cache-control', 'no-store');
    const outcome = await authenticate(request.headers, keyRing, Date.now());
    if (!outcome.ok) return refuse(reply, outcome.failure);
    const authentication = outcome.value;
    if ('reason' in authentication) {
      metrics.countFailedAuthentication(authentication.reason);
      // Who sends no key tries none: a browser that opens the console is to be asked for one at once.
      if (authentication.reason !== 'missing') await attempts.slowDown(request.ip);
      return refuseUnknown(reply, authentication.reason, authentication.message);
    }
    const { requester, key } = authentication;
    if (key !== null) noteUsed(key, request.log);
    if (key === null && !config.isInsecure && !isOwnHost(request.headers.host, config.host)) {
      return refuse(reply, { code: 'misdirected', message: MISDIRECTED });
    }
    // A key is no cookie: a browser adds none to what a page sends, so that who has one means it.
    if (key === null && isFromForeignPage(request.method, request.headers)) {
      return refuse(reply, { code: 'foreign-page', message: FOREIGN_PAGE });
    }
    if (scope !== 'any key' && !requester.scopes.includes(scope)) return refuseWithoutScope(reply, scope);
    const perMinute = key?.requestsPerMinute ?? config.requestsPerMinute;
    const waitSeconds = key === null || perMinute === 0 ? 0 : await rateLimits.take(key.id, perMinute);
    if (waitSeconds > 0) {
      const message = `This key may send ${perMinute} requests a minute: send it again after the seconds in Retry-After.`;
      return refuse(reply, { code: 'rate-limited', message, retryAfterSeconds: waitSeconds });
    }
    requesters.set(request, requester);
  });
}

/** Registers what a plugin brings with it as routes for anyone: pages and files that hold nothing of any scan. */
export async function registerForAnyone(
  app: FastifyInstance,
  register: (open: FastifyInstance) => Promise<void>,
): Promise<void> {
  await app.register(async (open) => {
    open.addHook('onRoute', (route) => {
      route.config = { ...route.config, scope: 'anyone' };
    });
    await register(open);
  });
}

function scopeOf({ is404, routeOptions }: FastifyRequest): RouteScope {
  // Nothing is answered without a scope once the application has started; were it, few would be let in.
  return is404 ? 'anyone' : (routeOptions.config.scope ?? 'admin');
}

/** A route whose author forgot to say who may use it is found when the application starts, not by who should not use it. */
function refuseRoutesWithoutScope(app: FastifyInstance): void {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    routes.push(route);
  });
  app.addHook('onReady', async () => {
    const forgotten = routes.filter(({ config }) => config?.scope === undefined);
    if (forgotten.length === 0) return;
    const names = forgotten.map(({ method, url }) => `${method} ${url}`).join(', ');
    throw new Error(`These routes do not say who may use them: ${names}. Give each a scope in its config.`);
  });
}

/** RFC 6750, section 3: without a key only the scheme is named, with one what is wrong with it. */
function refuseUnknown(reply: FastifyReply, reason: AuthenticationFailure, message: string): FastifyReply {
  reply.header('www-authenticate', `Bearer realm="scanbench"${reason === 'missing' ? '' : ', error="invalid_token"'}`);
  return refuse(reply, { code: 'unauthenticated', message });
}

function refuseWithoutScope(reply: FastifyReply, needed: Scope): FastifyReply {
  reply.header('www-authenticate', `Bearer realm="scanbench", error="insufficient_scope", scope="${needed}"`);
  const message = `This key lacks the scope ${needed}: use one that has it, made with scanbench keys create --scope ${needed}.`;
  return refuse(reply, { code: 'forbidden', message });
}
