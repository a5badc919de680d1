import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequirePermission } from '#auth';
import { Environment } from '#settings';
import { ApiContents, EnumField } from '#libs/http';
import { Clock } from '#libs/time';
import { PAGE_POLICY } from '#libs/html';
import { registry } from '../registry/registry.js';
import { dataMapPage } from './data-map-page.js';
import { dataMapOf } from './data-map.js';

class DataMapQuery {
  @EnumField(['json', 'html'], { optional: true, description: 'By the header Accept unless told.' })
  format?: 'json' | 'html';
}

@ApiTags('privacy')
@Controller('api/v1/privacy/data-map')
export class DataMapController {
  constructor(
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('platform:privacy:manage')
  @ApiOperation({
    operationId: 'getDataMap',
    summary: 'The record of processing (Art. 30 GDPR), made from the registry; JSON or a page',
  })
  @ApiContents({ 'application/json': 'object', 'text/html': 'text' })
  read(
    @Query() { format }: DataMapQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const map = dataMapOf(registry, this.environment, this.clock.now());
    const isPage = format === 'html' || (format === undefined && wantsPage(request.headers.accept));
    void reply.header('vary', 'Accept').header('cache-control', 'no-store');
    if (!isPage) {
      void reply.type('application/json; charset=utf-8');
      return JSON.stringify(map);
    }
    void reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', PAGE_POLICY)
      .header('content-disposition', 'inline; filename="record-of-processing.html"');
    return dataMapPage(map);
  }
}

function wantsPage(accept = ''): boolean {
  return accept.includes('text/html');
}
