import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

// Everything public lies in 2000::/3, so that IPv4 in its many IPv6 forms and ranges nobody has been given are out.
const PUBLIC_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address (as a resolver gives it) is one of the public internet, which we may be told to send to: in none of
 * IANA's special-purpose ranges (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry).
 */
export function isPublicAddress(text: string): boolean {
  // The package also reads spellings that no resolver gives, and takes what nobody has registered for public.
  if (isIP(text) === 0 || text.includes('%')) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv4 || address.match(PUBLIC_V6);
}
