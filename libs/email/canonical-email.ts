import { asciiDomain } from './ascii-domain.js';

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const ASCII_DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;

/**
 * An e-mail address in one canonical form, since invitations and uniqueness compare it: trimmed, lower-case, the
 * domain in ASCII (punycode). Undefined for what is not taken here: quoted or non-ASCII local parts, domains without a
 * dot, labels of mixed scripts, more than 254 characters.
 */
export function canonicalEmail(text: string): string | undefined {
  if (text.length > 320) return undefined;
  const trimmed = text.trim().toLowerCase();
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, at);
  const domain = trimmed.slice(at + 1).normalize('NFC');
  if (at < 1 || local.length > 64 || !LOCAL_PART.test(local) || !hasOneScriptPerLabel(domain))
    return undefined;
  const ascii = asciiDomain(domain);
  const address = `${local}@${ascii}`;
  return ASCII_DOMAIN.test(ascii) && address.length <= 254 ? address : undefined;
}

/** A label that mixes Latin with Cyrillic or Greek is made to look like another one. */
function hasOneScriptPerLabel(domain: string): boolean {
  if (/[\s\p{C}/\\:?#@[\]%]/u.test(domain)) return false;
  const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];
  return domain.split('.').every((label) => scripts.filter((script) => script.test(label)).length <= 1);
}
