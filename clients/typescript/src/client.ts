import createFetchClient, {
  type FetchResponse,
  type MaybeOptionalInit,
  type Middleware,
} from 'openapi-fetch';
import type { HttpMethod, MediaType, PathsWithMethod, RequiredKeysOf } from 'openapi-typescript-helpers';
import type { paths } from './api-types.js';
import { idempotentPosts } from './idempotent-posts.js';
import { problemOf } from './problems.js';
import { type RetryOptions, sendWithRetries } from './retries.js';

/** How to reach the service, and in whose name. */
export interface ClientOptions {
  /** Where the service is: `https://tenantry.example`. */
  readonly baseUrl: string;
  /** A fresh Clerk session token, asked for before each try; null: without credentials. `() => session.getToken()` */
  readonly token: () => Promise<string | null> | string | null;
  /** Sends requests; the one of the platform unless told. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** For staff of the platform: why they open a customer's data. */
  readonly accessReason?: string;
  readonly retries?: RetryOptions;
}

type Operation<Path extends keyof paths, Method extends HttpMethod> = paths[Path][Method &
  keyof paths[Path]] &
  Record<string | number, unknown>;

/** What a success holds. */
export type DataOf<Path extends keyof paths, Method extends HttpMethod> = NonNullable<
  FetchResponse<Operation<Path, Method>, object, MediaType>['data']
>;

/** What is sent; it may be left out where nothing is needed. */
export type InitParam<Init> = RequiredKeysOf<Init> extends never ? [init?: Init] : [init: Init];

/** One method over all paths that have it; a refusal is thrown as a `ProblemError`. */
export type Call<Method extends HttpMethod> = <
  Path extends PathsWithMethod<paths, Method>,
  Init extends MaybeOptionalInit<paths[Path], Method & keyof paths[Path]>,
>(
  path: Path,
  ...init: InitParam<Init>
) => Promise<{ readonly data: DataOf<Path, Method>; readonly response: Response }>;

/** Every route of the service, by method and path, with the types of what goes in and comes out. */
export interface ApiClient {
  readonly get: Call<'get'>;
  readonly post: Call<'post'>;
  readonly put: Call<'put'>;
  readonly patch: Call<'patch'>;
  readonly delete: Call<'delete'>;
}

/** Questions, which change nothing however often they are asked. */
const QUESTIONS = [
  ...['check', 'check/batch', 'explain'].map((name) => `/api/v1/access/${name}`),
  '/api/v1/privacy/subjects/find',
];
const KEY = 'idempotency-key';

/** A client with an idempotency key for each POST that takes one, and with retries where a repeat is safe. */
export function createApiClient(options: ClientOptions): ApiClient {
  const { baseUrl, retries = {}, fetch: send = (request) => globalThis.fetch(request) } = options;
  const repeatable = new WeakSet<Request>();
  const prepare: Middleware = {
    onRequest({ request, schemaPath }) {
      const takesKey = request.method === 'POST' && idempotentPosts.includes(schemaPath);
      if (takesKey && !request.headers.has(KEY)) request.headers.set(KEY, crypto.randomUUID());
      if (options.accessReason !== undefined && !request.headers.has('x-access-reason'))
        request.headers.set('x-access-reason', encodeReason(options.accessReason));
      if (takesKey || request.method === 'GET' || QUESTIONS.includes(schemaPath)) repeatable.add(request);
    },
    async onResponse({ response }) {
      if (!response.ok) throw await problemOf(response);
    },
  };
  const signed = async (request: Request): Promise<Response> => {
    const token = await options.token();
    if (token !== null) request.headers.set('authorization', `Bearer ${token}`);
    return send(request);
  };
  const client = createFetchClient<paths>({
    baseUrl,
    fetch: (request) => sendWithRetries(request, repeatable.has(request), retries, signed),
  });
  client.use(prepare);
  const request = client.request as unknown as (
    method: string,
    path: string,
    init?: object,
  ) => Promise<unknown>;
  const call = <Method extends HttpMethod>(method: Method) =>
    ((path: string, init?: object) => request(method, path, init)) as unknown as Call<Method>;
  return {
    get: call('get'),
    post: call('post'),
    put: call('put'),
    patch: call('patch'),
    delete: call('delete'),
  };
}

/** A header holds ASCII; anything else goes as an ext-value of RFC 8187. */
function encodeReason(reason: string): string {
  return /^[\x20-\x7e]*$/.test(reason) ? reason : `UTF-8''${encodeURIComponent(reason)}`;
}
