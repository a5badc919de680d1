import { createHash } from 'node:crypto';

/**
 * SHA-256 of the raw bytes of keys that are printed in public documents: published test vectors of webhook signatures
 * and of Ed25519 (RFC 8032, section 7.1). Add the fingerprint of every key that this repository ever shows.
 */
const PUBLISHED_KEYS = new Set(
  [
    Buffer.from('plJ3nmyCDGBKInavdOK15jsl', 'base64'),
    Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'),
    Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'),
    Buffer.from('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', 'hex'),
    Buffer.from('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'hex'),
  ].map(fingerprint),
);

/** Why a secret of random bytes is not fit for production, or undefined when nothing speaks against it. */
export function testGradeReason(bytes: Uint8Array): string | undefined {
  if (bytes.every((byte) => byte === 0)) return 'is all zeros';
  if (PUBLISHED_KEYS.has(fingerprint(bytes))) return 'is a published test key';
  // 24 random bytes hold fewer than 12 different ones about once in 10^9 keys.
  if (new Set(bytes).size < Math.min(12, bytes.length)) return 'repeats itself';
  if (isProgression(bytes)) return 'is a counted sequence';
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) return 'is readable text, not random bytes';
  return undefined;
}

function isProgression(bytes: Uint8Array): boolean {
  const step = ((bytes[1] ?? 0) - (bytes[0] ?? 0) + 256) % 256;
  return bytes.every((byte, i) => i === 0 || byte === ((bytes[i - 1] ?? 0) + step) % 256);
}

function fingerprint(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
