import { hash, randomInt, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * A key of a service account: `tnt_`, 12 characters that name it, 43 that are the secret (256 bits), 6 of a checksum, all in
 * base 62. The prefix lets scanners for leaked secrets find it in a text; the checksum lets them, and us, tell it from
 * something that only looks like it without asking anybody.
 */
const KEY = /^tnt_([0-9A-Za-z]{12})([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;
const KEY_IN_TEXT = /tnt_[0-9A-Za-z]{55}/;
const PREFIX = 'tnt_';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** What of a key may be kept: the part that names it, and the SHA-256 of the whole. */
export interface KeyDigest {
  /** Public: it is shown in lists, so that whoever finds a key knows which one it is. */
  readonly publicId: string;
  readonly digest: Buffer;
}

/** Makes a key; the text is shown once and kept nowhere. */
export function makeServiceAccountKey(): KeyDigest & { readonly text: string } {
  const publicId = randomText(12);
  const body = PREFIX + publicId + randomText(43);
  const text = body + checksumOf(body);
  return { text, publicId, digest: digestOf(text) };
}

/** Whether a bearer token claims to be a key; no token of Clerk begins like this. */
export function looksLikeServiceAccountKey(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** The fingerprint of a whole key; null for half a key, one with a slip, or anything else. */
export function readServiceAccountKey(token: string): KeyDigest | null {
  const [, publicId, , checksum] = KEY.exec(token) ?? [];
  if (publicId === undefined || checksum !== checksumOf(token.slice(0, -6))) return null;
  return { publicId, digest: digestOf(token) };
}

/** Whether a URL carries what looks like a key, in whatever spelling of its characters. */
export function holdsServiceAccountKey(url: string): boolean {
  const text = url.includes('%') ? withoutEscapes(url) : url;
  return text.includes(PREFIX) && KEY_IN_TEXT.test(text);
}

/** Reads escapes of printable ASCII as the character (RFC 3986, 2.1), and what was escaped twice as well. */
function withoutEscapes(url: string): string {
  const read = (text: string) =>
    text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return read(read(url));
}

/** In constant time: how long it takes says nothing about how much of it was right. */
export function isSameDigest(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

function checksumOf(text: string): string {
  let rest = crc32(text);
  let written = '';
  for (let at = 0; at < 6; at += 1) {
    written = (ALPHABET[rest % ALPHABET.length] ?? '') + written;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return written;
}
