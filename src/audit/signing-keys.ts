import type { KeyObject } from 'node:crypto';
import { publicKeyOf } from '#libs/audit-chain';
import type { Environment } from '#settings';

type Keys = Pick<Environment, 'signingKey' | 'previousSigningKeys'>;

/** The keys that sign a checkpoint, the present one first: an earlier one too, as long as its private part is set. */
export function signingKeysOf({ signingKey, previousSigningKeys }: Keys): KeyObject[] {
  return [signingKey, ...previousSigningKeys.filter(({ type }) => type === 'private')];
}

/** The public keys whose signatures count, the present one first. */
export function trustedKeysOf({ signingKey, previousSigningKeys }: Keys): KeyObject[] {
  return [signingKey, ...previousSigningKeys].map(publicKeyOf);
}
