import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isLoopbackAddress } from '#libs/config';
import { isPublicAddress } from './outbound-address.rule.js';

/** The receiver may not be sent to, or did not take it. The message holds no address and no body. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
}

export interface OutboundRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For trying things out; never in production. */
  readonly allowLoopback: boolean;
}

const TIMEOUT_MS = 10_000;

/**
 * Posts to an address that somebody configured. The name is resolved once, every address of it must be public, and the
 * connection goes to exactly that address, so that a name cannot change its mind in between. No redirect is followed.
 *
 * @throws OutboundError
 */
export async function postOutbound({ url, body, headers, allowLoopback }: OutboundRequest): Promise<void> {
  const target = new URL(url);
  const address = await resolve(target.hostname.replace(/^\[|\]$/g, ''), allowLoopback);
  if (target.protocol !== 'https:' && !(allowLoopback && isLoopbackAddress(address.address))) {
    throw new OutboundError('only https is sent to');
  }
  const send = target.protocol === 'https:' ? requestHttps : requestHttp;
  const status = await new Promise<number>((done, fail) => {
    const request = send(target, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      agent: false,
      lookup: (_name, options, callback) => {
        if (options.all === true) callback(null, [address]);
        else callback(null, address.address, address.family);
      },
    });
    request.on('error', (error) => {
      fail(new OutboundError('the receiver cannot be reached', { cause: error }));
    });
    request.on('response', (response) => {
      // What it says is of no interest, and may be endless.
      response.destroy();
      done(response.statusCode ?? 0);
    });
    request.end(body);
  });
  if (status < 200 || status > 299) throw new OutboundError(`the receiver answered ${status}`);
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
