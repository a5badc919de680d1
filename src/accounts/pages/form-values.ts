import { emailValue, httpErrors } from '#libs/http';
import { passwordValue } from '../sign-in/sign-in.dto.js';
import { FACTORS, type Factor } from '../sign-in/sign-in-outcome.js';

/** What a form sent, by the names of its fields. */
export type Form = Readonly<Record<string, string>>;

/** Never a password, a code or a secret. */
const KEPT = ['emailAddress', 'inviteCode', 'firstName', 'lastName', 'strategy'];

/** A field without blanks around it; empty where it is missing. */
export function textIn(form: Form, name: string): string {
  return (form[name] ?? '').trim();
}

/** @throws AppError 400 `invalid_request` */
export function emailIn(form: Form): string {
  const reading = emailValue.read(form['emailAddress']);
  if ('problems' in reading) throw httpErrors.invalidRequest({ detail: 'This is no e-mail address.' });
  return String(reading.value);
}

/** @throws AppError 400 `invalid_request` */
export function passwordIn(form: Form, name: string): string {
  const reading = passwordValue.read(form[name]);
  if ('problems' in reading) throw httpErrors.invalidRequest({ detail: 'Enter a password.' });
  return String(reading.value);
}

/** @throws AppError 400 `invalid_request` */
export function strategyIn(form: Form): Factor {
  const strategy = FACTORS.find((known) => known === form['strategy']);
  if (strategy === undefined) throw httpErrors.invalidRequest({ detail: 'Choose how you prove it.' });
  return strategy;
}

/** What a form that is shown again is filled in with. */
export function valuesToKeep(form: Form): Readonly<Record<string, string>> {
  const kept = KEPT.map((name) => [name, textIn(form, name).slice(0, 254)] as const);
  return Object.fromEntries(kept.filter(([, text]) => text !== ''));
}
