import { hkdfSync } from 'node:crypto';

/** A key of its own for one purpose, so that no two uses of the master key can be played against each other (RFC 5869). */
export function deriveKey(masterKey: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `edge/${purpose}`, 32));
}
