import { Injectable } from '@nestjs/common';
import { AppError } from '#libs/http';
import { Environment } from '#settings';
import { OwnAccountService, type SignedInVisitor } from '../own-account/own-account.service.js';
import { PASSWORD_RESET_COOKIE } from '../password-reset/password-reset-cookie.js';
import { PasswordResetService } from '../password-reset/password-reset.service.js';
import { AccountCookies } from '../sign-in/account-cookies.js';
import { SecondFactorService } from '../sign-in/second-factor.service.js';
import { SessionTokensService } from '../sign-in/session-tokens.service.js';
import { SignInService } from '../sign-in/sign-in.service.js';
import type { SignInOutcome } from '../sign-in/sign-in-outcome.js';
import { accountSignInErrors } from '../sign-in/sign-in.errors.js';
import { type Visitor, visitorOf } from '../sign-in/visitor.js';
import { SIGN_UP_COOKIE } from '../sign-up/sign-up-cookie.js';
import { SignUpService } from '../sign-up/sign-up.service.js';
import * as views from './account-views.js';
import { emailIn, type Form, passwordIn, strategyIn, textIn, valuesToKeep } from './form-values.js';
import { PageOpener } from './page-opener.js';
import type { AccountPage } from './account-page.js';
import type { PageAnswer, PageRequest } from './page-request.js';

type Handler = (asked: PageRequest) => Promise<PageAnswer>;

const HOME: PageAnswer = { goTo: '/account' };

/** The pages of signing in and up, of second factors and passwords: forms over the same services as the routes. */
@Injectable()
export class AccountPagesService {
  constructor(
    private readonly signIns: SignInService,
    private readonly secondFactors: SecondFactorService,
    private readonly tokens: SessionTokensService,
    private readonly signUps: SignUpService,
    private readonly resets: PasswordResetService,
    private readonly account: OwnAccountService,
    private readonly cookies: AccountCookies,
    private readonly opener: PageOpener,
    private readonly environment: Environment,
  ) {}

  /** What is looked at, by its path below `/account`. */
  readonly shown: Readonly<Record<string, Handler>> = {
    '': async (asked) => {
      const factors = await this.as(asked, (who) => this.account.factors(who));
      return this.opener.resume(asked) ?? { page: views.overviewPage(factors) };
    },
    '/sign-in': (asked) => still(views.signInPage(shownOf(asked))),
    '/second-factor': async (asked) => {
      const factors = await this.withSession(asked, (cookie, visitor) =>
        this.secondFactors.offered(cookie, visitor),
      );
      return { page: views.factorPage('/second-factor', factors, shownOf(asked)) };
    },
    '/sign-up': (asked) => still(views.signUpPage(shownOf(asked))),
    '/verify': (asked) => still(views.verifyPage(shownOf(asked))),
    '/reset': (asked) => still(views.resetPage(shownOf(asked))),
    '/reset/code': (asked) => still(views.resetCodePage(shownOf(asked))),
    '/confirm': async (asked) => {
      const { hasPassword } = await this.as(asked, (who) => this.account.factors(who));
      return hasPassword ? { page: views.confirmPage(shownOf(asked)) } : { goTo: '/account/confirm/code' };
    },
    '/confirm/code': async (asked) => {
      const { hasPassword, hasTotp, hasBackupCodes, phones } = await this.as(asked, (who) =>
        this.account.factors(who),
      );
      const phone = phones.find(({ isSecondFactor }) => isSecondFactor);
      const factors = [
        ...(hasPassword ? [] : [{ strategy: 'email_code', safeIdentifier: null }]),
        ...(hasTotp ? [{ strategy: 'totp', safeIdentifier: null }] : []),
        ...(phone ? [{ strategy: 'phone_code', safeIdentifier: phone.phoneNumber }] : []),
        ...(hasBackupCodes ? [{ strategy: 'backup_code', safeIdentifier: null }] : []),
      ];
      return { page: views.factorPage('/confirm/code', factors, shownOf(asked)) };
    },
    '/password': (asked) => still(views.passwordPage(shownOf(asked))),
    '/totp/code': (asked) => {
      const [secret, uri] = [textIn(asked.form, 'secret'), textIn(asked.form, 'uri')];
      const isOurs = uri.startsWith('otpauth://') && uri.length < 512;
      return Promise.resolve(isOurs ? { page: views.totpPage({ secret, uri }, shownOf(asked)) } : HOME);
    },
    '/open': (asked) => this.opener.look(asked),
    '/phone/code': (asked) => {
      const id = textIn(asked.form, 'phoneNumberId');
      return Promise.resolve(id === '' ? HOME : { page: views.phoneCodePage(id, shownOf(asked)) });
    },
  };

  /** What forms do, by their path below `/account`. */
  readonly sent: Readonly<Record<string, Handler>> = {
    '/sign-in': async (asked) => {
      const credentials = { emailAddress: emailIn(asked.form), password: passwordIn(asked.form, 'password') };
      return this.goOn(asked, await this.signIns.signIn(credentials, this.visitor(asked)));
    },
    '/second-factor': async (asked) => {
      const proof = { strategy: strategyIn(asked.form), code: codeIn(asked.form) };
      const outcome = await this.withSession(asked, (cookie, visitor) =>
        this.secondFactors.prove(cookie, proof, visitor, (next) => {
          this.cookies.giveSession(asked.request, asked.reply, next);
        }),
      );
      return this.goOn(asked, outcome);
    },
    '/open': (asked) => this.opener.open(asked, this.visitor(asked)),
    '/sign-out': async (asked) => {
      await this.withSession(asked, (cookie) => this.tokens.signOut(cookie));
      this.cookies.giveSession(asked.request, asked.reply, null);
      return { goTo: '/account/sign-in' };
    },
    '/sign-up': async (asked) => {
      const { form } = asked;
      const filled = {
        inviteCode: textIn(form, 'inviteCode').slice(0, 64),
        emailAddress: emailIn(form),
        password: passwordIn(form, 'password'),
        firstName: textIn(form, 'firstName').slice(0, 100) || null,
        lastName: textIn(form, 'lastName').slice(0, 100) || null,
      };
      const handle = await this.signUps.begin(filled, this.visitor(asked));
      this.cookies.giveHandle(SIGN_UP_COOKIE, asked.request, asked.reply, handle);
      return { goTo: '/account/verify' };
    },
    '/verify': async (asked) => {
      const handle = this.cookies.readHandle(SIGN_UP_COOKIE, asked.request);
      const code = codeIn(asked.form);
      const visitor = this.visitor(asked);
      if (code === undefined) {
        await this.signUps.resend(handle, visitor);
        return { goTo: '/account/verify' };
      }
      const outcome = await this.signUps.verify(handle, code, visitor);
      this.cookies.giveHandle(SIGN_UP_COOKIE, asked.request, asked.reply, null);
      return this.goOn(asked, outcome);
    },
    '/reset': async (asked) => {
      const handle = await this.resets.begin(emailIn(asked.form), this.visitor(asked));
      this.cookies.giveHandle(PASSWORD_RESET_COOKIE, asked.request, asked.reply, handle);
      return { goTo: '/account/reset/code' };
    },
    '/reset/code': async (asked) => {
      const handle = this.cookies.readHandle(PASSWORD_RESET_COOKIE, asked.request);
      const change = { code: codeIn(asked.form), password: passwordIn(asked.form, 'newPassword') };
      const outcome = await this.resets.finish(handle, change, this.visitor(asked));
      this.cookies.giveHandle(PASSWORD_RESET_COOKIE, asked.request, asked.reply, null);
      return this.goOn(asked, outcome);
    },
    '/confirm': async (asked) => {
      const password = passwordIn(asked.form, 'password');
      const { status } = await this.as(asked, (who) => this.account.reverifyPassword(password, who));
      return status === 'complete' ? HOME : { goTo: '/account/confirm/code' };
    },
    '/confirm/code': async (asked) => {
      const proof = { strategy: strategyIn(asked.form), code: codeIn(asked.form) };
      const { status } = await this.as(asked, (who) => this.account.reverifyFactor(proof, who));
      return status === 'complete' ? HOME : { goTo: '/account/confirm/code' };
    },
    '/password': async (asked) => {
      const change = {
        current: passwordIn(asked.form, 'currentPassword'),
        next: passwordIn(asked.form, 'newPassword'),
      };
      await this.as(asked, (who) => this.account.changePassword(change, who));
      return HOME;
    },
    '/totp': async (asked) => {
      const totp = await this.as(asked, (who) => this.account.createTotp(who));
      return { page: views.totpPage(totp, shownOf(asked)) };
    },
    '/totp/code': (asked) =>
      this.codesOf(asked, (who) => this.account.proveTotp(codeIn(asked.form) ?? '', who)),
    '/totp/remove': async (asked) => {
      await this.as(asked, (who) => this.account.removeTotp(who));
      return HOME;
    },
    '/backup-codes': (asked) => this.codesOf(asked, (who) => this.account.replaceBackupCodes(who)),
    '/phone': async (asked) => {
      const phoneNumber = textIn(asked.form, 'phoneNumber')
        .replace(/[\s()/-]/g, '')
        .slice(0, 16);
      const { id } = await this.as(asked, (who) => this.account.addPhone(phoneNumber, who));
      return { page: views.phoneCodePage(id, shownOf(asked)) };
    },
    '/phone/code': (asked) => {
      const id = phoneIn(asked.form);
      return this.codesOf(asked, (who) => this.account.provePhone(id, codeIn(asked.form) ?? '', who));
    },
    '/phone/remove': async (asked) => {
      const id = phoneIn(asked.form);
      await this.as(asked, (who) => this.account.removePhone(id, who));
      return HOME;
    },
  };

  /** Does what a form is for, once it is certain that it stands on a page of ours. @throws AppError 403 `origin_refused` */
  async send(path: string, asked: PageRequest): Promise<PageAnswer> {
    this.visitor(asked);
    return (await this.sent[path]?.(asked)) ?? HOME;
  }

  private async codesOf(
    asked: PageRequest,
    work: (who: SignedInVisitor) => Promise<readonly string[]>,
  ): Promise<PageAnswer> {
    const codes = await this.as(asked, work);
    return codes.length === 0 ? HOME : { page: views.backupCodesPage(codes) };
  }

  private goOn({ request, reply }: PageRequest, outcome: SignInOutcome): PageAnswer {
    if (outcome.cookie !== null) this.cookies.giveSession(request, reply, outcome.cookie);
    return outcome.status === 'complete' ? HOME : { goTo: '/account/second-factor' };
  }

  private as<T>(asked: PageRequest, work: (who: SignedInVisitor) => Promise<T>): Promise<T> {
    return this.withSession(asked, (cookie, visitor) => work({ cookie, visitor }));
  }

  private withSession<T>(
    asked: PageRequest,
    work: (cookie: SignedInVisitor['cookie'], visitor: Visitor) => Promise<T>,
  ): Promise<T> {
    const visitor = this.visitor(asked);
    return this.cookies.withSession(asked.request, asked.reply, (cookie) => work(cookie, visitor));
  }

  /** A form says by `Origin` which page it stands on; a page that is looked at is this service's own. */
  private visitor({ request }: PageRequest): Visitor {
    const { headers, method, protocol, host, ip } = request;
    if (method === 'POST') return visitorOf(request, this.environment);
    const origin = `${protocol}://${host}`;
    if (!this.environment.clerk.authorizedParties.includes(origin)) throw accountSignInErrors.originRefused();
    return { origin, userAgent: headers['user-agent'] ?? null, address: ip };
  }
}

/** The page on which an error is told that ends what the form was for. */
export const ENDS_AT: Readonly<Record<string, string>> = {
  sign_up_not_pending: '/sign-up',
  sign_up_codes_exhausted: '/sign-up',
  sign_up_complete: '/sign-in',
  second_factor_not_pending: '/sign-in',
  session_cookie_invalid: '/sign-in',
  session_cookie_reused: '/sign-in',
  session_ended: '/sign-in',
  password_reset_not_pending: '/reset',
  password_reset_codes_exhausted: '/reset',
};

/** Where an error leads that is none to the person; null: it is told. */
export function wayOn(error: AppError): string | null {
  if (error.code === 'reverification_required') return '/account/confirm';
  if (error.code === 'session_cookie_missing') return '/account/sign-in';
  return error.code === 'second_factor_awaited' ? '/account/second-factor' : null;
}

function shownOf({ form, hasError }: PageRequest): views.Shown {
  return { hasError, values: valuesToKeep(form) };
}

function still(page: AccountPage): Promise<PageAnswer> {
  return Promise.resolve({ page });
}

function codeIn(form: Form): string | undefined {
  const code = textIn(form, 'code').replace(/\s/g, '').slice(0, 64);
  return code === '' || textIn(form, 'send') !== '' ? undefined : code;
}

function phoneIn(form: Form): string {
  const id = textIn(form, 'phoneNumberId');
  return /^idn_\w{8,64}$/.test(id) ? id : 'idn_unknown';
}
