#!/usr/bin/env bash
# One would guess: `url.domainToASCII(domain)` of Node, `tr46.toASCII(domain)` and `punycode.toASCII(domain)` do one thing,
# IDNA, and differ in corners of Unicode at most; a domain that is plain ASCII comes back in lower case.
# What happens: Node's function reads the host of a URL. `127.1` comes back as 127.0.0.1, `10` as 0.0.0.10, percent signs
# are decoded, and a domain whose last label is a number beside other labels is refused with ''. It lets `xn--a` pass,
# which is no punycode and which tr46 refuses, and refuses a blank, which tr46 lets pass by default. punycode maps
# nothing: BÜCHER and bücher become two domains. So the key by which addresses are compared depends on the library.
# Seen: Node 24.21.0, tr46 6.0.0, punycode 2.3.1; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund tr46@6.0.0 punycode@2.3.1 node@24.21.0
cat >probe.mjs <<'JS'
import { domainToASCII } from 'node:url';
import punycode from 'punycode/punycode.js';
import tr46 from 'tr46';

const STRICT = { verifyDNSLength: true, useSTD3ASCIIRules: true, checkHyphens: true };
for (const domain of [
  'bücher.test', 'BÜCHER.test', '127.1', '10', '1.2.3', 'bücher.1', 'b%C3%BCcher.test', 'xn--a.test', 'a b.test', 'a_b.test', 'a..test',
]) {
  const forms = [domainToASCII(domain), tr46.toASCII(domain), tr46.toASCII(domain, STRICT), punycode.toASCII(domain)];
  console.log(`${domain}: ${forms.map((form) => JSON.stringify(form)).join(' | ')}`);
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
bücher.test: "xn--bcher-kva.test" | "xn--bcher-kva.test" | "xn--bcher-kva.test" | "xn--bcher-kva.test"
BÜCHER.test: "xn--bcher-kva.test" | "xn--bcher-kva.test" | "xn--bcher-kva.test" | "xn--BCHER-2pa.test"
127.1: "127.0.0.1" | "127.1" | "127.1" | "127.1"
10: "0.0.0.10" | "10" | "10" | "10"
1.2.3: "1.2.0.3" | "1.2.3" | "1.2.3" | "1.2.3"
bücher.1: "" | "xn--bcher-kva.1" | "xn--bcher-kva.1" | "xn--bcher-kva.1"
b%C3%BCcher.test: "xn--bcher-kva.test" | "b%c3%bccher.test" | null | "b%C3%BCcher.test"
xn--a.test: "xn--a.test" | null | null | "xn--a.test"
a b.test: "" | "a b.test" | null | "a b.test"
a_b.test: "a_b.test" | "a_b.test" | null | "a_b.test"
a..test: "a..test" | "a..test" | null | "a..test"
TEXT
