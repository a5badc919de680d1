import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether a host (no port) can only mean this machine, in whatever way its address is spelled (`127.1`, `0x7f000001`). */
export function isLoopbackHost(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return ipaddr.isValid(name) && ['loopback', 'unspecified'].includes(ipaddr.process(name).range());
}

/** Whether an address, as a socket or a resolver gives it, is one of this machine; IPv4 may be written as IPv6. */
export function isLoopbackAddress(address: string): boolean {
  return isIP(address) > 0 && ipaddr.process(address).range() === 'loopback';
}
