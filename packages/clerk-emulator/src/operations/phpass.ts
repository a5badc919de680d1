import { createHash } from 'node:crypto';

const SIGNS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * The digest of a password as phpass writes it (empty for what it does not write), with the count and the salt of another one: `$P$` or `$H$`, the binary
 * logarithm of the rounds as one sign, eight signs of salt, 22 of MD5.
 */
export function phpassOf(setting: string, password: string): string {
  // From 2^7 to 2^30 rounds, as phpass has it.
  if (!/^\$[PH]\$[5-9A-S]/.test(setting)) return '';
  const rounds = 2 ** SIGNS.indexOf(setting[3] ?? '');
  let hash = createHash('md5').update(setting.slice(4, 12)).update(password).digest();
  for (let round = 0; round < rounds; round += 1)
    hash = createHash('md5').update(hash).update(password).digest();
  return setting.slice(0, 12) + encoded(hash);
}

/** Six bits a sign, the lowest first, of three bytes at a time. */
function encoded(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = Math.min(3, bytes.length - at);
    const value = bytes.readUIntLE(at, left);
    for (let sign = 0; sign <= left; sign += 1) text += SIGNS.charAt((value >> (6 * sign)) & 63);
  }
  return text;
}
