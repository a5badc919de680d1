#!/usr/bin/env bash
# One would guess: a shared secret of a second factor that worked with one TOTP library works with another, and with the
# next major version of the same one.
# What happens: otplib 13.5.0 refuses secrets below 16 bytes, the ten bytes (16 letters) that authenticator apps have
# shown for a decade among them; above 64 bytes; and with the blanks that people see them printed with. otpauth 9.5.2
# and otplib 12.0.1 take them all, apart from the blanks in otplib 12, which counts them silently to another code.
# Secrets of an older system have to be read by a library that takes them as they are, or by guardrails that are set by
# hand (`createGuardrails`).
# Seen: otplib 13.5.0 and 12.0.1, otpauth 9.5.2, Node 24.21.0; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund otplib@13.5.0 otplib-before@npm:otplib@12.0.1 otpauth@9.5.2 node@24.21.0
cat >probe.mjs <<'JS'
import { createRequire } from 'node:module';
import { TOTP } from 'otpauth';
import { createGuardrails, generateSync } from 'otplib';

const { authenticator } = createRequire(import.meta.url)('otplib-before');
authenticator.options = { epoch: 59_000 };
const twenty = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const code = (act) => {
  try {
    return act();
  } catch (error) {
    return error instanceof Error ? 'refused' : error;
  }
};
for (const [what, secret] of [
  ['20 bytes', twenty],
  ['10 bytes', twenty.slice(0, 16)],
  ['80 bytes', twenty.repeat(4)],
  ['20 bytes with blanks', twenty.replace(/(.{4})/g, '$1 ').trim()],
]) {
  const guardrails = createGuardrails({ MIN_SECRET_BYTES: 1, MAX_SECRET_BYTES: 1024 });
  const by = {
    'otplib 13': code(() => generateSync({ secret, epoch: 59 })),
    'with guardrails': code(() => generateSync({ secret, epoch: 59, guardrails })),
    'otplib 12': code(() => authenticator.generate(secret)),
    otpauth: code(() => new TOTP({ secret }).generate({ timestamp: 59_000 })),
  };
  console.log(`${what}: ${JSON.stringify(by)}`);
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
20 bytes: {"otplib 13":"287082","with guardrails":"287082","otplib 12":"287082","otpauth":"287082"}
10 bytes: {"otplib 13":"refused","with guardrails":"263420","otplib 12":"263420","otpauth":"263420"}
80 bytes: {"otplib 13":"refused","with guardrails":"551441","otplib 12":"551441","otpauth":"551441"}
20 bytes with blanks: {"otplib 13":"refused","with guardrails":"refused","otplib 12":"513177","otpauth":"287082"}
TEXT
