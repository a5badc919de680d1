import { accountsErrors } from '../accounts.errors.js';

/** What all digests of one Firebase project share; the console shows it under "Password hash parameters". */
export interface FirebaseParameters {
  readonly signerKey: string;
  readonly saltSeparator: string;
  readonly rounds: number;
  readonly memoryCost: number;
}

/**
 * Reads the parameters as the console shows them, a block `hash_config { algorithm: SCRYPT, base64_signer_key: …, }`, or as
 * JSON with the same names. Undefined where one is missing.
 */
export function readFirebaseParameters(text: string): FirebaseParameters | undefined {
  const field = (name: string): string | undefined =>
    new RegExp(String.raw`"?${name}"?\s*:\s*"?([A-Za-z0-9+/=_-]+)"?`).exec(text)?.[1];
  const signerKey = field('base64_signer_key');
  const saltSeparator = field('base64_salt_separator');
  const rounds = Number(field('rounds'));
  const memoryCost = Number(field('mem_cost'));
  const isWhole = Number.isSafeInteger(rounds) && Number.isSafeInteger(memoryCost);
  if (signerKey === undefined || saltSeparator === undefined || !isWhole) return undefined;
  return {
    signerKey: plainBase64(signerKey),
    saltSeparator: plainBase64(saltSeparator),
    rounds,
    memoryCost,
  };
}

/**
 * Clerk's one text of what Firebase keeps in two places: `hash$salt$signer key$salt separator$rounds$memory cost`, where the
 * export has hash and salt of a person, and the project the rest.
 *
 * @throws AppError `accounts_hash_parameters_missing`
 */
export function scryptFirebaseDigest(
  hash: unknown,
  salt: unknown,
  parameters: FirebaseParameters | undefined,
): unknown {
  if (parameters === undefined) throw accountsErrors.hashParametersMissing();
  if (typeof hash !== 'string' || typeof salt !== 'string') return '';
  const { signerKey, saltSeparator, rounds, memoryCost } = parameters;
  return [plainBase64(hash), plainBase64(salt), signerKey, saltSeparator, rounds, memoryCost].join('$');
}

/** Firebase's tools write base64 for URLs here and the plain kind there. */
function plainBase64(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/');
}
