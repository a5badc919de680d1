import { Injectable } from '@nestjs/common';
import { ACCESS_REASON_LENGTH, PAGE_ADDRESS, PagePasses } from '#auth';
import { httpErrors, textValue } from '#libs/http';
import { AccountCookies } from '../sign-in/account-cookies.js';
import { SessionTokensService } from '../sign-in/session-tokens.service.js';
import type { Visitor } from '../sign-in/visitor.js';
import { openPage } from './account-views.js';
import { type Form, textIn } from './form-values.js';
import type { PageAnswer, PageRequest } from './page-request.js';

const reason = textValue(ACCESS_REASON_LENGTH);

/** Opens pages of the API for people who are signed in at these ones: a form asks whether, and gives the pass. */
@Injectable()
export class PageOpener {
  constructor(
    private readonly passes: PagePasses,
    private readonly tokens: SessionTokensService,
    private readonly cookies: AccountCookies,
  ) {}

  /** The form, for whoever has a session; others sign in first and come back by the overview. */
  look(asked: PageRequest): Promise<PageAnswer> {
    const address = addressIn(asked);
    if (address === null) return Promise.resolve({ goTo: '/account' });
    if (this.cookies.hasSession(asked.request)) {
      const isOfTenant = address.includes('/organizations/');
      return Promise.resolve({ page: openPage(address, { hasError: asked.hasError, isOfTenant }) });
    }
    this.cookies.wantPage(asked.request, asked.reply, address);
    return Promise.resolve({ goTo: '/account/sign-in' });
  }

  /** Where somebody goes on who wanted a page before they signed in; null: nobody did. */
  resume({ request, reply }: PageRequest): PageAnswer | null {
    const address = this.cookies.wantedPage(request);
    if (address === null) return null;
    this.cookies.wantPage(request, reply, null);
    return { goTo: `/account/open?page=${encodeURIComponent(address)}` };
  }

  async open(asked: PageRequest, visitor: Visitor): Promise<PageAnswer> {
    const { request, reply, form } = asked;
    const address = addressIn(asked);
    if (address === null) return { goTo: '/account' };
    const accessReason = reasonIn(form);
    const { token } = await this.cookies.withSession(request, reply, (cookie) =>
      this.tokens.refresh(cookie, visitor, (next) => {
        this.cookies.giveSession(request, reply, next);
      }),
    );
    const opened = await this.passes.giveFor(token, request, reply, { address, accessReason });
    return { goTo: opened.location };
  }
}

/** The page that is wanted: a path of this service, or null. */
function addressIn({ request, form }: PageRequest): string | null {
  const { page } = request.query as Readonly<Record<string, unknown>>;
  const address = form['page'] ?? page;
  const isAddress =
    typeof address === 'string' && address.length <= PAGE_ADDRESS.max && PAGE_ADDRESS.pattern.test(address);
  return isAddress && !address.startsWith('//') ? address : null;
}

/** @throws AppError 400 `invalid_request` */
function reasonIn(form: Form): string | null {
  const text = textIn(form, 'accessReason');
  if (text === '') return null;
  const reading = reason.read(text);
  if ('problems' in reading)
    throw httpErrors.invalidRequest({ detail: 'Say in 3 to 500 characters why you look.' });
  return String(reading.value);
}
