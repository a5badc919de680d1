#!/usr/bin/env bash
# One would guess: `jwtKey` takes any RSA public key in PEM, and a key that it cannot use is told apart from a signature
# that is wrong.
# What happens: @clerk/backend 3.25.0 cuts a fixed beginning off the PEM and takes the rest for the modulus. Keys of 2 048
# bits with the exponent 65 537 in SubjectPublicKeyInfo work, with line ends of either kind. Anything else (3 072 or 4 096
# bits, another exponent, the PKCS #1 form of the very same key, line breaks written as backslash n, as they stand in a
# .env file) refuses every token with `token-invalid-signature`.
# Seen: @clerk/backend 3.25.0 (@clerk/shared 4.41.0), Node 24.21.0; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @clerk/backend@3.25.0 @clerk/shared@4.41.0 node@24.21.0
cat >probe.mjs <<'JS'
import { generateKeyPairSync, sign } from 'node:crypto';
import { verifyToken } from '@clerk/backend';

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
for (const [modulusLength, publicExponent] of [[2048, 65537], [2048, 3], [3072, 65537], [4096, 65537]]) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: 'user_1', sid: 'sess_1', iss: 'https://a.test', iat: now, nbf: now - 5, exp: now + 60 };
  const unsigned = `${part({ alg: 'RS256', typ: 'JWT', kid: 'ins_1' })}.${part(claims)}`;
  const token = `${unsigned}.${sign('sha256', Buffer.from(unsigned), privateKey).toString('base64url')}`;
  const spki = publicKey.export({ type: 'spki', format: 'pem' });
  const forms = {
    SPKI: spki,
    'SPKI, CRLF': spki.replaceAll('\n', '\r\n'),
    'SPKI, \\n': spki.replaceAll('\n', '\\n'),
    'PKCS #1': publicKey.export({ type: 'pkcs1', format: 'pem' }),
  };
  for (const [form, jwtKey] of Object.entries(forms)) {
    const told = await verifyToken(token, { jwtKey }).then(() => 'verified', ({ reason }) => reason);
    console.log(`${modulusLength} bits, exponent ${publicExponent}, ${form}: ${told}`);
  }
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
2048 bits, exponent 65537, SPKI: verified
2048 bits, exponent 65537, SPKI, CRLF: verified
2048 bits, exponent 65537, SPKI, \n: token-invalid-signature
2048 bits, exponent 65537, PKCS #1: token-invalid-signature
2048 bits, exponent 3, SPKI: token-invalid-signature
2048 bits, exponent 3, SPKI, CRLF: token-invalid-signature
2048 bits, exponent 3, SPKI, \n: token-invalid-signature
2048 bits, exponent 3, PKCS #1: token-invalid-signature
3072 bits, exponent 65537, SPKI: token-invalid-signature
3072 bits, exponent 65537, SPKI, CRLF: token-invalid-signature
3072 bits, exponent 65537, SPKI, \n: token-invalid-signature
3072 bits, exponent 65537, PKCS #1: token-invalid-signature
4096 bits, exponent 65537, SPKI: token-invalid-signature
4096 bits, exponent 65537, SPKI, CRLF: token-invalid-signature
4096 bits, exponent 65537, SPKI, \n: token-invalid-signature
4096 bits, exponent 65537, PKCS #1: token-invalid-signature
TEXT
