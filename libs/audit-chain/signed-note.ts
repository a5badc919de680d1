import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

const ED25519 = 1;

/**
 * Signs a text in the C2SP `signed-note` form, by each key on a line of its own. `body` ends with a line feed; `name` has no
 * space and no `+`.
 */
export function signNote(body: string, name: string, privateKeys: readonly KeyObject[]): string {
  const lines = privateKeys.map((privateKey) => {
    const id = keyIdOf(name, createPublicKey(privateKey));
    const signature = Buffer.concat([id, sign(null, Buffer.from(body), privateKey)]);
    return `— ${name} ${signature.toString('base64')}\n`;
  });
  return `${body}\n${lines.join('')}`;
}

/** @returns the body and which of the keys signed it; undefined when none of them did for that name */
export function openNote(
  note: string,
  name: string,
  publicKeys: readonly KeyObject[],
): { readonly body: string; readonly signers: readonly number[] } | undefined {
  const split = note.lastIndexOf('\n\n');
  if (split < 0) return undefined;
  const body = note.slice(0, split + 1);
  const lines = note.slice(split + 2).split('\n');
  const signers = publicKeys.flatMap((publicKey, index) =>
    isSigned(body, name, lines, publicKey) ? [index] : [],
  );
  return signers.length === 0 ? undefined : { body, signers };
}

function isSigned(body: string, name: string, lines: readonly string[], publicKey: KeyObject): boolean {
  const id = keyIdOf(name, publicKey);
  for (const line of lines) {
    const [dash, signer, value] = line.split(' ');
    if (dash !== '—' || signer !== name || value === undefined) continue;
    const bytes = Buffer.from(value, 'base64');
    if (bytes.length !== 68 || !bytes.subarray(0, 4).equals(id)) continue;
    if (verify(null, Buffer.from(body), publicKey, bytes.subarray(4))) return true;
  }
  return false;
}

/** C2SP: the first four bytes of SHA-256 over name, line feed, algorithm byte and the raw 32 bytes of the key. */
function keyIdOf(name: string, publicKey: KeyObject): Buffer {
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([ED25519]), raw]);
  return hash('sha256', bytes, 'buffer').subarray(0, 4);
}
