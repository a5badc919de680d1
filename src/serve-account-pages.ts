import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  ACCOUNT_PAGE_POLICY,
  AccountPagesService,
  ENDS_AT,
  framed,
  type PageAnswer,
  type PageRequest,
  wayOn,
} from '#accounts';
import { AppError, FORM_BODY } from '#libs/http';
import type { Environment } from '#settings';

const FORM_LIMIT = 16 * 1024;

/** Serves the pages at `/account`, where the settings say so, and tells whether. They are forms, and work without a script. */
export function serveAccountPages(app: NestFastifyApplication, environment: Environment): boolean {
  const { accountPagesEnabled, accountSignInEnabled, role } = environment;
  if (!accountPagesEnabled || !accountSignInEnabled || role === 'worker') return false;
  const pages = app.get(AccountPagesService, { strict: false });
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  void fastify.register((scope, _options, done) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_LIMIT },
      (_request, text, parsed) => {
        parsed(null, Object.fromEntries(new URLSearchParams(String(text))));
      },
    );
    scope.addHook('onRequest', (_request, reply, next) => {
      void reply
        .header('content-security-policy', ACCOUNT_PAGE_POLICY)
        .header('cache-control', 'no-store')
        // By `no-referrer` a browser sends `Origin: null` with a form, and nobody would know which page it stands on.
        .header('referrer-policy', 'same-origin');
      next();
    });
    for (const [path, look] of Object.entries(pages.shown))
      scope.get(`/account${path}`, async (request, reply) => {
        const asked = { request, reply, form: {}, hasError: false };
        return answer(pages, asked, path, await tried(() => look(asked)));
      });
    for (const path of Object.keys(pages.sent))
      scope.post(`/account${path}`, { config: FORM_BODY }, async (request, reply) => {
        const asked = { request, reply, form: formOf(request), hasError: false };
        return answer(pages, asked, path, await tried(() => pages.send(path, asked)));
      });
    done();
  });
  return true;
}

async function tried(work: () => Promise<PageAnswer>): Promise<PageAnswer | AppError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function answer(
  pages: AccountPagesService,
  asked: PageRequest,
  path: string,
  answered: PageAnswer | AppError,
): Promise<FastifyReply> {
  const { reply } = asked;
  if (!(answered instanceof AppError))
    return 'goTo' in answered
      ? reply.redirect(answered.goTo, 303)
      : show(reply, 200, framed(answered.page, null));
  const goTo = wayOn(answered);
  if (goTo !== null && goTo !== `/account${path}`) return reply.redirect(goTo, 303);
  for (const [name, value] of Object.entries(answered.headers)) void reply.header(name, value);
  // The form again, with what was typed into it; where that is not possible, the page on which to begin anew.
  for (const again of [ENDS_AT[answered.code] ?? path, '/sign-in']) {
    const look = pages.shown[again];
    const shown = look && (await tried(() => look({ ...asked, hasError: true })));
    if (shown !== undefined && !(shown instanceof AppError) && 'page' in shown)
      return show(reply, answered.status, framed(shown.page, answered.message));
  }
  throw answered;
}

function show(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply.status(status).type('text/html; charset=utf-8').send(html);
}

function formOf({ body }: FastifyRequest): Readonly<Record<string, string>> {
  return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, string>>) : {};
}
