import { Public } from '#auth';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readiness } from './readiness.js';

/** All that a probe is told. */
interface ProbeAnswer {
  readonly status: 'ok' | 'unavailable';
}

@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Public()
  @ApiOperation({ summary: 'The process answers' })
  @ApiResponse({ status: 200 })
  live(): ProbeAnswer {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @ApiOperation({ summary: 'This replica can serve requests' })
  @ApiResponse({ status: 200 })
  @ApiResponse({ status: 503, description: 'Not now; the log says why' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ProbeAnswer> {
    void reply.header('cache-control', 'no-store');
    if ((await this.readiness.failures()).length === 0) return { status: 'ok' };
    void reply.status(503).header('retry-after', '5');
    return { status: 'unavailable' };
  }
}
