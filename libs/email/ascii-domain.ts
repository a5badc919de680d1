import { domainToASCII } from 'node:url';

/**
 * A domain in its ASCII form, lower-case (`bücher.example` is `xn--bcher-kva.example`), as IDNA with the mappings of
 * UTS 46 gives it; `''` for what is no domain. What is ASCII already is only folded: the URL rules would take `127.1` for
 * an address.
 */
export function asciiDomain(domain: string): string {
  const folded = domain.toLowerCase();
  return /^[\x20-\x7e]*$/.test(folded) ? folded : domainToASCII(folded.normalize('NFC'));
}
