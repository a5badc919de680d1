import { createSecretKey, randomBytes } from 'node:crypto';
import type { EventEndpoint } from './event-endpoint.entity.js';
import { masterKeyId, masterKeyOf, type MasterKeys, unwrapDataKey, wrapDataKey } from '#libs/personal-data';

const PREFIX = 'whsec_';

/** A secret that signs deliveries, as the database keeps it. */
export interface WrappedSecret {
  readonly wrappedSecret: Buffer;
  /** Of the master key that wraps it. */
  readonly masterKeyId: string;
}

/** A fresh secret of 32 random bytes, wrapped for one endpoint. @returns its text too, which is shown once */
export function makeEndpointSecret(
  masterKey: Uint8Array,
  endpointId: string,
): WrappedSecret & { readonly text: string } {
  const text = textOf(randomBytes(32));
  return { ...wrapEndpointSecret(masterKey, endpointId, text), text };
}

/** A secret that somebody chose, wrapped for one endpoint. @param text `whsec_` and base64 */
export function wrapEndpointSecret(masterKey: Uint8Array, endpointId: string, text: string): WrappedSecret {
  const secret = createSecretKey(Buffer.from(text.slice(PREFIX.length), 'base64'));
  return {
    wrappedSecret: wrapDataKey(masterKey, { subjectId: endpointId, secret }),
    masterKeyId: masterKeyId(masterKey),
  };
}

/**
 * What lets the present secret of an endpoint sign beside its next one. Both stand under one master key, also while that
 * rotates.
 *
 * @throws PersonalDataError as {@link openEndpointSecrets}
 */
export function stillSigning(keys: MasterKeys, endpoint: EventEndpoint, until: Date) {
  return { previousSecret: rewrapEndpointSecret(keys, endpoint), previousUntil: until };
}

/**
 * The secrets that sign for an endpoint now: the present one, and for a while the one before it.
 *
 * @throws PersonalDataError when they were wrapped by other master keys, or for another endpoint
 */
export function openEndpointSecrets(
  keys: MasterKeys,
  { id, wrappedSecret, previousSecret, previousUntil, masterKeyId: wrappedBy }: EventEndpoint,
  now: Date,
): string[] {
  const masterKey = masterKeyOf(keys, wrappedBy);
  const open = (wrapped: Uint8Array) => textOf(unwrapDataKey(masterKey, id, wrapped).secret.export());
  const isStillGood = previousSecret !== null && previousUntil !== null && previousUntil > now;
  return [open(wrappedSecret), ...(isStillGood ? [open(previousSecret)] : [])];
}

/**
 * The present secret of an endpoint, wrapped by the present master key.
 *
 * @throws PersonalDataError as {@link openEndpointSecrets}
 */
export function rewrapEndpointSecret(
  keys: MasterKeys,
  { id, wrappedSecret, masterKeyId: wrappedBy }: Pick<EventEndpoint, 'id' | 'wrappedSecret' | 'masterKeyId'>,
): Buffer {
  const wrappingKey = masterKeyOf(keys, wrappedBy);
  if (wrappingKey === keys.masterKey) return wrappedSecret;
  return wrapDataKey(keys.masterKey, unwrapDataKey(wrappingKey, id, wrappedSecret));
}

function textOf(bytes: Buffer): string {
  return `${PREFIX}${bytes.toString('base64')}`;
}
