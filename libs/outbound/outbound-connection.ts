import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { Agent as HttpAgent, type ClientRequestArgs, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isLoopbackAddress } from '#libs/config';
import { OutboundError } from './outbound.error.js';
import { isPublicAddress } from './public-address.rule.js';

/** Where to send to. */
export interface OutboundTarget {
  readonly url: string;
  /** For trying things out; never in production. */
  readonly allowLoopback: boolean;
}

const TIMEOUT_MS = 10_000;
const MAX_SOCKETS = 20;

/**
 * A connection to a receiver that somebody configured, for some posts in a row. The name is resolved once, every address
 * of it must be public, and all goes to exactly that address, so that a name cannot change its mind in between. No
 * redirect is followed.
 */
export class OutboundConnection {
  private constructor(
    private readonly target: URL,
    private readonly send: typeof requestHttp,
    private readonly agent: HttpAgent,
    private readonly lookup: ClientRequestArgs['lookup'] & {},
  ) {}

  /** @throws OutboundError when the receiver may not be sent to, or its name leads nowhere */
  static async open({ url, allowLoopback }: OutboundTarget): Promise<OutboundConnection> {
    const target = new URL(url);
    const address = await resolve(target.hostname.replace(/^\[|\]$/g, ''), allowLoopback);
    const isSecure = target.protocol === 'https:';
    if (!isSecure && !(allowLoopback && isLoopbackAddress(address.address))) {
      throw new OutboundError('only https is sent to');
    }
    const options = { keepAlive: true, maxSockets: MAX_SOCKETS };
    return new OutboundConnection(
      target,
      isSecure ? requestHttps : requestHttp,
      isSecure ? new HttpsAgent(options) : new HttpAgent(options),
      (_name, { all }, callback) => {
        if (all === true) callback(null, [address]);
        else callback(null, address.address, address.family);
      },
    );
  }

  /**
   * Posts a body once. What the receiver says is not read.
   *
   * @throws OutboundError unless it answers with a status of 200 to 299 within ten seconds
   */
  async post(body: string, headers: Readonly<Record<string, string>>): Promise<void> {
    const status = await new Promise<number>((done, fail) => {
      const request = this.send(this.target, {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        agent: this.agent,
        lookup: this.lookup,
      });
      request.on('error', (error) => {
        fail(new OutboundError('the receiver cannot be reached', { cause: error }));
      });
      request.on('response', (response) => {
        const answered = response.statusCode ?? 0;
        // What it says is of no interest, and may be endless; an empty answer leaves the connection for the next one.
        if (response.headers['content-length'] === '0' || answered === 204) response.resume();
        else response.destroy();
        done(answered);
      });
      request.end(body);
    });
    if (status < 200 || status > 299) throw new OutboundError(`the receiver answered ${status}`, { status });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** One post to a receiver. @throws OutboundError as {@link OutboundConnection.open} and {@link OutboundConnection.post} */
export async function postOutbound(
  target: OutboundTarget,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const connection = await OutboundConnection.open(target);
  try {
    await connection.post(body, headers);
  } finally {
    connection.close();
  }
}

async function resolve(host: string, allowLoopback: boolean): Promise<LookupAddress> {
  let found: LookupAddress[];
  try {
    found = await lookup(host, { all: true });
  } catch (error) {
    throw new OutboundError('the receiver’s name cannot be resolved', { cause: error });
  }
  const isAllowed = ({ address }: LookupAddress) =>
    isPublicAddress(address) || (allowLoopback && isLoopbackAddress(address));
  const [first] = found;
  if (first === undefined || !found.every(isAllowed)) {
    throw new OutboundError('the receiver is not on the public internet');
  }
  return first;
}
