import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Environment } from '#settings';
import { carryPass } from '../page-pass.js';
import { PagePasses } from './page-passes.js';
import { isOfDocs, isPageRoute, pathOf } from './page-routes.js';

/** What a browser says of a request that no script of another page has made (W3C Fetch Metadata). */
const OWN_SITES = new Set(['same-origin', 'none']);
/** What the page of the docs loads. */
const PARTS = new Set(['script', 'style', 'image', 'font']);

/**
 * Lets browsers open the pages of the API, which no address bar can send a token to. Where one brings the pass of the page,
 * the guard takes it in the place of a token; who has none is sent where a pass is given, and never let in. Only
 * what a browser shows somebody counts: no call of a script carries a pass. Call before `init` and before the docs are set up.
 *
 * @param signInPage the page on which people are signed in and given a pass; null: there is none, and all is refused as before
 */
export function admitPagePasses(
  app: INestApplication,
  { isProduction }: Pick<Environment, 'isProduction'>,
  signInPage: string | null,
): void {
  const passes = app.get(PagePasses, { strict: false });
  const fastify = app.getHttpAdapter().getInstance() as FastifyInstance;
  const admit: onRequestAsyncHookHandler = async (request, reply) => {
    if (request.method !== 'GET' || request.headers.authorization !== undefined) return;
    const pass = isShown(request) ? passes.read(request) : null;
    if (pass !== null) carryPass(request.raw, pass);
    const isOpen = pass !== null || (!isProduction && isOfDocs(pathOf(request.url)));
    if (isOpen || signInPage === null || !isOpenedByPerson(request)) return;
    await reply.redirect(`${signInPage}?page=${encodeURIComponent(request.url)}`, 303);
  };
  fastify.addHook('onRoute', (route) => {
    if (isPageRoute(route.url)) route.onRequest = [route.onRequest ?? [], admit].flat();
  });
}

function isShown(request: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-dest': part } = request.headers;
  if (!OWN_SITES.has(String(site))) return false;
  return isOpenedByPerson(request) || (isOfDocs(pathOf(request.url)) && PARTS.has(String(part)));
}

function isOpenedByPerson({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}
