import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PatternField, TextField } from '#libs/http';
import { ACCESS_REASON_LENGTH } from '../access-reason.js';
import { Claims } from '../parameters.js';
import { SignedIn } from '../route-policy.js';
import type { SessionClaims } from '../session-claims.js';
import { type OpenedPage, PagePasses } from './page-passes.js';
import { PAGE_ADDRESS } from './page-routes.js';

class PageVisitRequest {
  @PatternField({
    ...PAGE_ADDRESS,
    expected: 'the path and query of a page',
    example: '/api/v1/privacy/data-map',
    description: 'Path and query of the page: /docs, the record of processing or an account of usage.',
  })
  page!: string;

  @TextField({
    ...ACCESS_REASON_LENGTH,
    optional: true,
    description:
      'Why staff of the platform look at what is a customer’s, as X-Access-Reason says it elsewhere.',
  })
  accessReason?: string;
}

class PageVisitResponse {
  @ApiProperty({ example: '/api/v1/privacy/data-map', description: 'Where the browser goes on' })
  location!: string;

  @ApiProperty({ format: 'date-time', description: 'When the cookie ends: with the token' })
  expiresAt!: string;

  static from({ location, expiresAt }: OpenedPage): PageVisitResponse {
    return { location, expiresAt: expiresAt.toISOString() };
  }
}

/** Where a browser gets what opens a page. */
@ApiTags('you')
@Controller('api/v1/page-visits')
export class PageVisitsController {
  constructor(private readonly passes: PagePasses) {}

  @Post()
  @HttpCode(200)
  @SignedIn()
  @ApiOperation({
    operationId: 'openPage',
    summary: 'Sets a cookie with which this browser opens one page, as long as the token lasts',
    description:
      'An address bar sends no token. The cookie opens the named page to whom the token opens it, read only, when a browser shows it to somebody; no other route takes it, and no call of a script carries it.',
  })
  @ApiOkResponse({ type: PageVisitResponse })
  open(
    @Body() { page, accessReason }: PageVisitRequest,
    @Claims() claims: SessionClaims,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): PageVisitResponse {
    const wanted = { address: page, accessReason: accessReason ?? null };
    return PageVisitResponse.from(this.passes.give(request, reply, wanted, claims));
  }
}
