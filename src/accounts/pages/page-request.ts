import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Form } from './form-values.js';
import type { AccountPage } from './account-page.js';

/** A page to show, or where to go on. */
export type PageAnswer = { readonly page: AccountPage } | { readonly goTo: string };

/** One request for a page. */
export interface PageRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Empty of a page that is only looked at. */
  readonly form: Form;
  /** Whether it is shown again, with an error. */
  readonly hasError: boolean;
}
