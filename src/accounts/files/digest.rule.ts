/**
 * Clerk's hashers, and how a digest of each has to look (Clerk's reference of `createUser`; `PasswordHasher` in the
 * specification of the Backend API of 2026-05-12).
 */
const BASE64 = String.raw`[A-Za-z0-9+/]+={0,2}`;
const PHC = (kind: string) =>
  new RegExp(String.raw`^\$${kind}\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$`);

const SHAPES = {
  argon2i: PHC('argon2i'),
  argon2id: PHC('argon2id'),
  bcrypt: /^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/,
  bcrypt_sha256_django: /^bcrypt_sha256\$\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/,
  md5: /^[0-9a-f]{32}$/i,
  pbkdf2_sha1: /^pbkdf2_sha1\$\d+\$[0-9a-f]+\$[0-9a-f]+(?:\$\d+)?$/i,
  pbkdf2_sha256: new RegExp(String.raw`^pbkdf2_sha256\$\d+\$${BASE64}\$${BASE64}$`),
  pbkdf2_sha256_django: new RegExp(String.raw`^pbkdf2_sha256\$\d+\$[^$]+\$${BASE64}$`),
  pbkdf2_sha512: new RegExp(String.raw`^pbkdf2_sha512\$\d+\$${BASE64}\$${BASE64}$`),
  pbkdf2_sha512_hex: /^pbkdf2_sha512_hex\$\d+\$[0-9a-f]+\$[0-9a-f]+$/i,
  phpass: /^\$[PH]\$[./A-Za-z0-9]{31}$/,
  md5_phpass: /^\$[PH]\$[./A-Za-z0-9]{31}$/,
  scrypt_firebase: new RegExp(String.raw`^${BASE64}\$${BASE64}\$${BASE64}\$${BASE64}\$\d+\$\d+$`),
  scrypt_werkzeug: /^scrypt:\d+:\d+:\d+\$[^$]+\$[0-9a-f]+$/i,
  sha256: /^[0-9a-f]{64}$/i,
  sha512_symfony: new RegExp(String.raw`^(?:sha512_symfony\$\d+\$[^$]+\$)?${BASE64}$`),
  ldap_ssha: new RegExp(String.raw`^\{SSHA\}${BASE64}$`),
  awscognito: /^\S+$/,
} as const satisfies Readonly<Record<string, RegExp>>;

/** Clerk's name of a way to keep passwords. */
export type Hasher = keyof typeof SHAPES;

export function isHasher(name: string): name is Hasher {
  return Object.hasOwn(SHAPES, name);
}

/** Whether a digest looks as this hasher writes it; whether it is one, only the password tells. */
export function isDigestOf(hasher: Hasher, digest: string): boolean {
  return digest.length <= 2_000 && SHAPES[hasher].test(digest);
}

/** Those that say of themselves what they are. */
const TOLD: readonly Hasher[] = [
  'argon2id',
  'argon2i',
  'bcrypt',
  'bcrypt_sha256_django',
  'phpass',
  'scrypt_werkzeug',
  'ldap_ssha',
  'pbkdf2_sha1',
  'pbkdf2_sha512_hex',
];

/**
 * The hasher of a digest that says so itself; null where several are possible: Django's PBKDF2 takes the salt as text and
 * the plain form as base64, and both write `pbkdf2_sha256$…`.
 */
export function hasherOf(digest: string): Hasher | null {
  return TOLD.find((hasher) => isDigestOf(hasher, digest)) ?? null;
}
