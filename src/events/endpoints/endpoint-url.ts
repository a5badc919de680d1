import { isLoopbackHost } from '#libs/config';
import { isPublicAddress } from '#libs/outbound';
import { isIP } from 'node:net';
import { eventsErrors } from '../events.errors.js';

/**
 * Refuses an address that will never be sent to. Names are looked at each time something is sent; an address that is
 * written out can be judged at once.
 *
 * @throws AppError 400 `endpoint_url_refused`, with what is wrong with it
 */
export function demandEndpointUrl(text: string, allowLoopback: boolean): void {
  const fault = faultOf(text, allowLoopback);
  if (fault !== null) throw eventsErrors.urlRefused({ detail: `The address ${fault}.` });
}

function faultOf(text: string, allowLoopback: boolean): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return 'is not one of https://';
  if (url.username !== '' || url.password !== '')
    return 'holds a name or a password; check the signature of what arrives instead';
  if (url.hash !== '') return 'holds a fragment, which is never sent';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (allowLoopback && isLoopbackHost(url.hostname)) return null;
  if (url.protocol !== 'https:') return 'does not use https';
  if (isLoopbackHost(url.hostname) || (isIP(host) > 0 && !isPublicAddress(host)))
    return 'is not on the public internet';
  return null;
}
