import { createHash } from 'node:crypto';
import { escapeHtml, PAGE_STYLE } from '#libs/html';

/** A page, before it has its frame. */
export interface AccountPage {
  readonly title: string;
  /** HTML; what is not ours in it has been made safe. */
  readonly body: string;
}

/** One field of a form. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly type: 'email' | 'password' | 'text' | 'tel';
  /** What a browser or a password manager fills in (HTML, autofill). */
  readonly autocomplete: string;
  readonly hint?: string;
  readonly value?: string;
  readonly isOptional?: boolean;
  readonly inputmode?: 'numeric';
}

interface FormOptions {
  readonly hidden?: Readonly<Record<string, string>>;
  readonly hasError?: boolean;
  /** Whether its button stands back. */
  readonly isPlain?: boolean;
  /** HTML before the fields. */
  readonly before?: string;
}

const STYLE = `${PAGE_STYLE}
body{max-width:34rem}
form{margin:1rem 0}
label,legend{display:block;font-weight:600;margin:1rem 0 .25rem;padding:0}
fieldset{border:0;margin:0;padding:0}
fieldset label{font-weight:400;margin:.25rem 0}
input:not([type=radio]){font:inherit;color:inherit;background:var(--paper);width:100%;padding:.5rem .65rem;border:1px solid var(--soft);border-radius:6px}
button{font:inherit;font-weight:600;margin-top:1.25rem;padding:.5rem 1.1rem;border:1px solid var(--accent);border-radius:6px;background:var(--accent);color:var(--paper);cursor:pointer}
button.plain{background:none;color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.error{border-left:4px solid #c62f2f;background:var(--band);padding:.6rem .9rem;border-radius:4px;margin:1rem 0}
.row{display:flex;gap:1rem;align-items:center;justify-content:space-between;flex-wrap:wrap;border-bottom:1px solid var(--line);padding:.5rem 0}
.row form{margin:0}.row button{margin:0}
.qr{width:13rem;height:13rem;display:block;margin:1rem 0;border-radius:6px}
.codes{columns:2;list-style:none;padding:1rem;background:var(--band);border-radius:6px}
`;

/** No script at all; this one style, and forms that go to this service. */
export const ACCOUNT_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The whole document. @param error a sentence that is read out first; null: there is none */
export function framed({ title, body }: AccountPage, error: string | null): string {
  const told =
    error === null
      ? ''
      : `<p class="error" role="alert" id="error"><strong>That did not work.</strong> ${escapeHtml(error)}</p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${error === null ? '' : 'Error: '}${escapeHtml(title)}</title><style>${STYLE}</style></head><body>
<header><h1>${escapeHtml(title)}</h1></header>
<main>${told}
${body}
</main></body></html>
`;
}

/** A form whose fields have labels, and name the error of the page where there is one. */
export function form(
  action: string,
  fields: readonly FormField[],
  button: string,
  { hidden = {}, hasError = false, isPlain = false, before = '' }: FormOptions = {},
): string {
  const kept = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  );
  return `<form method="post" action="/account${action}">${kept.join('')}${before}
${fields.map((field) => fieldOf(field, hasError)).join('\n')}
<button${isPlain ? ' class="plain"' : ''}>${escapeHtml(button)}</button></form>`;
}

/** A paragraph with a link to another page of these. */
export function linkTo(path: string, words: string): string {
  return `<p><a href="/account${path}">${escapeHtml(words)}</a></p>`;
}

function fieldOf(field: FormField, hasError: boolean): string {
  const { name, label, type, autocomplete, hint, value, isOptional = false, inputmode } = field;
  const described = [...(hint === undefined ? [] : [`${name}-hint`]), ...(hasError ? ['error'] : [])];
  const attributes = [
    `id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}"`,
    ...(inputmode === undefined ? [] : [`inputmode="${inputmode}"`]),
    ...(value === undefined ? [] : [`value="${escapeHtml(value)}"`]),
    ...(isOptional ? [] : ['required']),
    ...(described.length === 0 ? [] : [`aria-describedby="${described.join(' ')}"`]),
  ];
  const said = hint === undefined ? '' : `<p class="hint" id="${name}-hint">${escapeHtml(hint)}</p>`;
  return `<label for="${name}">${escapeHtml(label)}${isOptional ? ' (optional)' : ''}</label>${said}<input ${attributes.join(' ')}>`;
}
