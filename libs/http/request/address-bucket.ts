import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * The part of an address that one caller holds: all of an IPv4 address, the /64 of an IPv6 one (a household or a server
 * is given at least that much and can rotate freely inside it). IPv4 written as IPv6 counts as IPv4.
 */
export function addressBucket(address: string): string {
  const plain = address.replace(/^::ffff:/i, '');
  if (isIPv4(plain)) return plain;
  if (!isIPv6(address)) return address;
  const network = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${network.map((part) => part.toString(16)).join(':')}::/64`;
}
