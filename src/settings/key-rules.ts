import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { isLoopbackHost, refuse, type Rule } from '#libs/config';
import { readPublishableKey, type PublishableKey } from './publishable-key.js';
import type { Stage } from './stage.rule.js';
import { testGradeReason } from './test-grade.rule.js';

const PUBLIC_PEM = /-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----/g;
const ANY_PEM = /-----BEGIN (PUBLIC|PRIVATE) KEY-----[A-Za-z0-9+/=\s]+-----END \1 KEY-----/g;

/** `sk_test_…` or `sk_live_…`, outside development one of a real key's length; production takes only a live one. */
export function clerkSecretKey(stage: Stage): Rule<string> {
  return (text) => {
    if (!/^sk_(test|live)_[A-Za-z0-9_-]{8,}$/.test(text)) return refuse('is not a Clerk secret key');
    if (stage === 'development') return text;
    if (stage === 'production' && !text.startsWith('sk_live_')) return refuse('is not a live key');
    const secret = text.slice('sk_live_'.length);
    if (secret.length < 24) return refuse('is too short');
    return new Set(secret).size < 10 ? refuse('repeats itself') : text;
  };
}

/** A publishable key, outside development one of a public host; production takes only that of a live instance. */
export function clerkPublishableKey(stage: Stage): Rule<PublishableKey & { readonly text: string }> {
  return (text) => {
    const key = readPublishableKey(text);
    if (key === undefined) return refuse('is not a Clerk publishable key');
    if (stage === 'production' && key.kind !== 'live') return refuse('is not a live key');
    if (stage !== 'development' && isLoopbackHost(key.host.replace(/:\d+$/, '')))
      return refuse('belongs to a loopback host');
    if (stage === 'production' && key.host.endsWith('.accounts.dev'))
      return refuse('belongs to a development instance');
    return { ...key, text };
  };
}

/**
 * One or two SPKI public keys. The SDK cuts a modulus out of the text and assumes 2048 bits and e = 65537, so any
 * other key would refuse every token at run time; it is refused here instead.
 */
export const jwtPublicKeys: Rule<readonly string[]> = (text) => {
  const pems = pemsOf(text, PUBLIC_PEM);
  if (pems.length === 0) return refuse('is not made of public key PEMs');
  if (pems.length > 2) return refuse('holds more than two keys');
  const keys: string[] = [];
  for (const pem of pems) {
    const key = readKey(() => createPublicKey(pem));
    if (key?.asymmetricKeyType !== 'rsa') return refuse('holds a key that is not RSA');
    const { modulusLength, publicExponent } = key.asymmetricKeyDetails ?? {};
    if (modulusLength !== 2048 || publicExponent !== 65_537n) {
      return refuse('holds an RSA key of another size or exponent');
    }
    keys.push(key.export({ type: 'spki', format: 'pem' }).toString());
  }
  return new Set(keys).size < keys.length ? refuse('holds the same key twice') : keys;
};

/** `whsec_` and base64 of 24 to 64 bytes, which is what Svix issues. */
export function webhookSecret(isProduction: boolean): Rule<string> {
  return (text) => {
    const bytes = text.startsWith('whsec_') ? canonicalBase64(text.slice('whsec_'.length)) : undefined;
    if (bytes === undefined) return refuse('is not a whsec_… secret');
    if (bytes.length < 24 || bytes.length > 64) return refuse('has a wrong length');
    const reason = isProduction ? testGradeReason(bytes) : undefined;
    return reason === undefined ? text : refuse(reason);
  };
}

/** 32 bytes in base64. */
export function masterKey(isProduction: boolean): Rule<Buffer> {
  return (text) => {
    const bytes = canonicalBase64(text);
    if (bytes === undefined) return refuse('is not base64');
    if (bytes.length !== 32) return refuse('is not 32 bytes long');
    const reason = isProduction ? testGradeReason(bytes) : undefined;
    return reason === undefined ? bytes : refuse(reason);
  };
}

/** An Ed25519 private key in PKCS #8. */
export function signingKey(isProduction: boolean): Rule<KeyObject> {
  return (text) => {
    const pem = unescapeNewlines(text);
    const key = pem.startsWith('-----BEGIN PRIVATE KEY-----')
      ? readKey(() => createPrivateKey(pem))
      : undefined;
    if (key?.asymmetricKeyType !== 'ed25519') return refuse('is not an Ed25519 private key');
    const seed = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
    const reason = isProduction ? testGradeReason(seed) : undefined;
    return reason === undefined ? key : refuse(reason);
  };
}

/** One Ed25519 public key in SPKI. A private one is refused: it must not lie where the service runs. */
export const ed25519PublicKey: Rule<KeyObject> = (text) => {
  const [pem, ...others] = pemsOf(text, ANY_PEM);
  if (pem?.includes('PRIVATE') === true) return refuse('is a private key: keep that away from the service');
  const key = pem === undefined || others.length > 0 ? undefined : readKey(() => createPublicKey(pem));
  return key?.asymmetricKeyType === 'ed25519' ? key : refuse('is not one Ed25519 public key');
};

const MAX_PREVIOUS = 8;

/** Ed25519 keys one after the other, public or private. */
export const previousSigningKeys: Rule<readonly KeyObject[]> = (text) => {
  const keys = pemsOf(text, ANY_PEM).map((pem) =>
    readKey(() => (pem.includes('PRIVATE') ? createPrivateKey(pem) : createPublicKey(pem))),
  );
  const read = keys.filter((key) => key?.asymmetricKeyType === 'ed25519');
  if (read.length === 0 || read.length < keys.length) return refuse('holds something that is no Ed25519 key');
  return read.length > MAX_PREVIOUS ? refuse(`holds more than ${MAX_PREVIOUS} keys`) : (read as KeyObject[]);
};

/** The blocks that a text is made of; none where anything else stands in it. */
function pemsOf(text: string, block: RegExp): readonly string[] {
  const source = unescapeNewlines(text);
  return source.replace(block, '').trim() === '' ? (source.match(block) ?? []) : [];
}

/** Environment files often carry a PEM on one line with the two characters `\n`. */
function unescapeNewlines(text: string): string {
  return text.replaceAll('\\r', '').replaceAll('\\n', '\n').trim();
}

function canonicalBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return text !== '' && bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '')
    ? bytes
    : undefined;
}

function readKey(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
