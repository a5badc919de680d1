#!/usr/bin/env bash
# One would guess: `new Webhook(secret).verify(body, headers)` of the svix library answers the parsed event, as its 1.x
# did and as the Standard Webhooks library, which has the same interface, still does; and that both read the headers a
# fetch `Request` has.
# What happens: svix 2.5.0 checks the signature and answers undefined. A handler that goes on with the answer works on
# nothing, and one that only looks whether verify threw goes on as well. standardwebhooks 1.1.1 answers the object, and
# throws a SyntaxError (not its own error) for a body that was signed rightly and is not JSON. Both take header
# names in any case; svix takes both families of names (svix-*, webhook-*), standardwebhooks only webhook-*. Neither reads
# a `Headers` object: both say that the headers are missing.
# Seen: svix 2.5.0, standardwebhooks 1.1.1, Node 24.21.0; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund svix@2.5.0 standardwebhooks@1.1.1 node@24.21.0
cat >probe.mjs <<'JS'
import { Webhook as Svix } from 'svix';
import { Webhook as Standard } from 'standardwebhooks';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const sentAt = new Date();
const seconds = String(Math.floor(sentAt.getTime() / 1000));
const tell = (what, act) => {
  try {
    console.log(`${what}: ${JSON.stringify(act()) ?? 'undefined'}`);
  } catch (error) {
    console.log(`${what}: ${error.constructor.name}`);
  }
};
for (const [name, Library] of [['svix', Svix], ['standardwebhooks', Standard]]) {
  const library = new Library(secret);
  const named = (prefix, body) => ({
    [`${prefix}-id`]: 'msg_1',
    [`${prefix}-timestamp`]: seconds,
    [`${prefix}-signature`]: library.sign('msg_1', sentAt, body),
  });
  const json = '{"type":"ping"}';
  tell(`${name}, JSON`, () => library.verify(json, named('webhook', json)));
  tell(`${name}, text`, () => library.verify('plain text', named('webhook', 'plain text')));
  tell(`${name}, svix-* names`, () => library.verify(json, named('svix', json)));
  const upper = Object.fromEntries(Object.entries(named('webhook', json)).map(([k, v]) => [k.toUpperCase(), v]));
  tell(`${name}, upper case`, () => library.verify(json, upper));
  tell(`${name}, Headers object`, () => library.verify(json, new Headers(named('webhook', json))));
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
svix, JSON: undefined
svix, text: undefined
svix, svix-* names: undefined
svix, upper case: undefined
svix, Headers object: WebhookVerificationError
standardwebhooks, JSON: {"type":"ping"}
standardwebhooks, text: SyntaxError
standardwebhooks, svix-* names: WebhookVerificationError
standardwebhooks, upper case: {"type":"ping"}
standardwebhooks, Headers object: WebhookVerificationError
TEXT
