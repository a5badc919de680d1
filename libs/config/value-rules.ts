import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import ipaddr from 'ipaddr.js';
import { isLoopbackHost } from './loopback.js';
import { refuse, Refusal, type Rule } from './variable-reader.js';

/** One of the listed words, spelled exactly. */
export function oneOf<const T extends string>(words: readonly T[]): Rule<T> {
  return (text) => words.find((word) => word === text) ?? refuse('is none of the allowed words');
}

/** A whole number in plain digits, both bounds included. */
export function wholeNumber(min: number, max: number): Rule<number> {
  return (text) => {
    if (!/^\d{1,12}$/.test(text)) return refuse('is not a whole number');
    const value = Number(text);
    return value >= min && value <= max ? value : refuse('is out of range');
  };
}

export const portNumber = wholeNumber(0, 65_535);

export const trueOrFalse: Rule<boolean> = (text) =>
  text === 'true' ? true : text === 'false' ? false : refuse('is neither true nor false');

export const hostName: Rule<string> = (text) =>
  isIP(text) > 0 || /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/.test(text)
    ? text
    : refuse('is not a host');

/** A host name as it stands in a `Host` header, without a port. */
export const publicName: Rule<string> = (text) =>
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i.test(text)
    ? text.toLowerCase()
    : refuse('is not a host name');

/** A directory; relative ones would depend on where production was started from. */
export function directory(isProduction: boolean): Rule<string> {
  return (text) => {
    if (text.includes('\0')) return refuse('is not a path');
    return isProduction && !isAbsolute(text) ? refuse('is a relative path') : text;
  };
}

/** A pattern that the whole text has to match. */
export function matching(pattern: RegExp, reason: string): Rule<string> {
  return (text) => (pattern.test(text) ? text : refuse(reason));
}

/** Text for people on one line. */
export function singleLine(max: number): Rule<string> {
  return (text) => {
    if (/\p{C}/u.test(text)) return refuse('has a line break or a control character');
    return text.length > max ? refuse(`is longer than ${max} characters`) : text;
  };
}

/** An IANA time zone. */
export const timeZone: Rule<string> = (text) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return refuse('is not a time zone');
  }
};

/** A comma-separated list without empty or repeated members, each under its own rule. */
export function listOf<T>(rule: Rule<T>): Rule<readonly T[]> {
  return (text) => {
    const members = text.split(',').map((member) => member.trim());
    if (members.some((member) => member === '')) return refuse('has an empty member');
    if (new Set(members).size < members.length) return refuse('names a member twice');
    const values: T[] = [];
    for (const member of members) {
      const value = rule(member);
      if (value instanceof Refusal) return refuse(`has a member that ${value.reason}`);
      values.push(value);
    }
    return values;
  };
}

/** An origin exactly as a browser sends it in `Origin` and Clerk writes it into `azp`. */
export function origin(isProduction: boolean): Rule<string> {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol) || url.origin !== text || text.includes('*')) {
      return refuse('is not an origin');
    }
    if (!isProduction) return text;
    if (url.protocol !== 'https:') return refuse('does not use https');
    return isLoopbackHost(url.hostname) ? refuse('is a loopback address') : text;
  };
}

/** Where we send to: https, or outside production this very machine. */
export function receiverUrl(isProduction: boolean): Rule<string> {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol)) return refuse('is not an http URL');
    if (url.username !== '' || url.password !== '' || url.hash !== '')
      return refuse('holds credentials or a fragment');
    const isHere = !isProduction && isLoopbackHost(url.hostname);
    return url.protocol === 'https:' || isHere ? text : refuse('does not use https');
  };
}

/** `postgres://role@host/database`. */
export const postgresUrl: Rule<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(?:ql)?:$/.test(url.protocol))
    return refuse('is not a postgres:// URL');
  if (url.hostname === '' && !url.searchParams.has('host')) return refuse('names no host');
  if (url.username === '') return refuse('names no role');
  // The driver would send `30s` as 30 milliseconds.
  for (const [name, value] of url.searchParams) {
    if (name.endsWith('_timeout') && !/^[1-9]\d*$/.test(value))
      return refuse(`sets ${name} to something other than a whole number of milliseconds above 0`);
  }
  return url.pathname.length > 1 ? text : refuse('names no database');
};

/**
 * An IP address or CIDR range of a proxy. A range that covers every address would believe everyone; so would one that is
 * written as IPv6 and covers all of IPv4.
 */
export const addressRange: Rule<string> = (text) => {
  const [address = '', prefix] = text.split('/', 2);
  if (isIP(address) === 0 || address.includes('%')) return refuse('is no IP address or CIDR range');
  if (prefix === undefined) return text;
  if (!ipaddr.isValidCIDR(text)) return refuse('has a wrong prefix length');
  const [network, bits] = ipaddr.parseCIDR(text);
  const isMapped = network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress();
  return bits <= (isMapped ? 96 : 0) ? refuse('covers every address') : text;
};
