import { createPublicKey, type KeyObject } from 'node:crypto';
import { CommandFailure } from './command-failure.js';

const UNREADABLE = 'The key cannot be read; an Ed25519 key in PEM is needed.';

/**
 * The Ed25519 keys of a text that holds PEM blocks one after the other, public or private, as public keys.
 *
 * @throws CommandFailure for a block that is no such key, and for a text without one
 */
export function readPublicKeys(text: string): KeyObject[] {
  const blocks =
    text.replaceAll('\\n', '\n').match(/-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g) ?? [];
  if (blocks.length === 0 && text.trim() !== '') throw new CommandFailure(UNREADABLE);
  return blocks.map((pem) => {
    let key: KeyObject;
    try {
      key = createPublicKey(pem);
    } catch (error) {
      throw new CommandFailure(UNREADABLE, { cause: error });
    }
    if (key.asymmetricKeyType !== 'ed25519') throw new CommandFailure('The key is no Ed25519 key.');
    return key;
  });
}
