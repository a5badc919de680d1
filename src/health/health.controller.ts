import { Public } from '#auth';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiContents } from '#libs/http';
import { Readiness } from './readiness.js';

/** All that a probe is told. */
class ProbeAnswer {
  @ApiProperty({ enum: ['ok', 'unavailable'] })
  readonly status!: 'ok' | 'unavailable';
}

@ApiTags('operations')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Public()
  @ApiOperation({ operationId: 'getLiveness', summary: 'The process answers' })
  @ApiContents({ 'application/json': ProbeAnswer })
  live(): ProbeAnswer {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @ApiOperation({ operationId: 'getReadiness', summary: 'This replica can serve requests' })
  @ApiContents({ 'application/json': ProbeAnswer })
  @ApiContents({ 'application/json': ProbeAnswer }, { status: 503, description: 'Not now; the log says why' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ProbeAnswer> {
    void reply.header('cache-control', 'no-store');
    if ((await this.readiness.failures()).length === 0) return { status: 'ok' };
    void reply.status(503).header('retry-after', '5');
    return { status: 'unavailable' };
  }
}
