import ipaddr from 'ipaddr.js';
import { accepted, refused, type ValueType } from '#libs/http';

/** A network in CIDR notation, or one address; read as the network's first address with its length. */
export const networkValue: ValueType = {
  name: 'network',
  schema: { type: 'string', example: '203.0.113.0/24', maxLength: 49 },
  read: (value) => {
    if (typeof value !== 'string' || value.length > 49)
      return refused('must be a network such as 203.0.113.0/24');
    const text = value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`;
    if (!ipaddr.isValidCIDR(text) || (!text.includes(':') && !ipaddr.IPv4.isValidCIDRFourPartDecimal(text)))
      return refused('must be a network such as 203.0.113.0/24');
    const [address, bits] = ipaddr.parseCIDR(text);
    if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress())
      return refused('is IPv4 written as IPv6; write 203.0.113.0/24');
    if (bits === 0) return refused('covers every address; leave the list empty instead');
    const base =
      address instanceof ipaddr.IPv4
        ? ipaddr.IPv4.networkAddressFromCIDR(text)
        : ipaddr.IPv6.networkAddressFromCIDR(text);
    return accepted(`${base.toString()}/${bits}`);
  },
};

/**
 * Whether an address lies in one of some networks; an address that cannot be read lies in none. IPv4 written as IPv6
 * (`::ffff:203.0.113.7`, as sockets that listen on both tell it) counts as IPv4.
 * @param networks in CIDR notation
 */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const caller = ipaddr.process(address);
  return networks.some((network) => {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === caller.kind() && caller.match([base, bits] as [ipaddr.IPv4, number]);
  });
}
