import { isLoopbackAddress } from '#libs/config';

const HOST = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i;
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Whether a request was made on this very machine by somebody who meant this machine: from a loopback address, for a
 * loopback name (a page of the internet whose name was made to point here has another one), and through no proxy.
 *
 * @param remoteAddress of the socket, whatever headers say
 */
export function isLoopbackRequest(
  remoteAddress: string | undefined,
  headers: Readonly<Record<string, unknown>>,
): boolean {
  if (remoteAddress === undefined || !isLoopbackAddress(remoteAddress)) return false;
  if (FORWARDED.some((name) => headers[name] !== undefined)) return false;
  return typeof headers['host'] === 'string' && HOST.test(headers['host']);
}
