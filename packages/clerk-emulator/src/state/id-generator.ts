import { randomBytes } from 'node:crypto';

const EPOCH_SECONDS = 1_400_000_000;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const TAIL_LENGTH = 27;
const PAYLOAD_BITS = 128n;

/**
 * Makes ids as Clerk does: a prefix and 27 base62 characters, a KSUID (32 bits of seconds, 128 random bits).
 * Two ids of the same second are handed out in rising order, so that sorting by id is sorting by creation.
 */
export class IdGenerator {
  private lastSeconds = -1;
  private lastPayload = 0n;

  /** A new id such as `user_2g7np7Hrk0SN6kj5EDMLDaKNL0S` for something made at that moment (milliseconds). */
  next(prefix: string, atMs: number): string {
    const seconds = Math.max(0, Math.floor(atMs / 1000) - EPOCH_SECONDS);
    const random = BigInt(`0x${randomBytes(16).toString('hex')}`);
    // The top bit stays free, so that counting up within a second cannot spill into the next one.
    const payload = seconds === this.lastSeconds ? this.lastPayload + (random >> 96n) + 1n : random >> 1n;
    this.lastSeconds = seconds;
    this.lastPayload = payload;
    return `${prefix}_${toBase62((BigInt(seconds) << PAYLOAD_BITS) | payload)}`;
  }
}

function toBase62(value: bigint): string {
  let rest = value;
  let text = '';
  while (rest > 0n) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text.padStart(TAIL_LENGTH, '0');
}

/** A random secret of base62 characters, such as the tail of a key. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % 62);
    }
  }
  return text;
}
