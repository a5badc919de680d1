import { OpenToServiceAccounts, Public, RequirePermission } from '#auth';
import { Controller, Get, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { LoopbackGuard } from './loopback.guard.js';
import { ApiContents } from '#libs/http';
import { OperationsPagesService, type HealthAnswer } from './operations-pages.service.js';

const HEALTH = 'How the service is, part by part';
const METRICS = 'Figures in the text format of Prometheus; labels hold no ids';
const PERMISSION = 'platform:operations:read';

/** For people with the permission. */
@ApiTags('operations')
@Controller()
export class HealthStatusController {
  constructor(private readonly pages: OperationsPagesService) {}

  @Get('health')
  @RequirePermission(PERMISSION)
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getHealth', summary: HEALTH })
  @ApiContents({ 'application/json': 'object' })
  health(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthAnswer> {
    void reply.header('cache-control', 'no-store');
    return this.pages.health();
  }

  @Get('metrics')
  @RequirePermission(PERMISSION)
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getMetrics', summary: METRICS })
  @ApiContents({ 'text/plain': 'text' })
  metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return metricsOf(this.pages, reply);
  }
}

/** Instead of the one above where `OPERATIONS_ACCESS=loopback`: for whoever asks from this very machine, and nobody else. */
@ApiTags('operations')
@Controller()
@UseGuards(LoopbackGuard)
export class LoopbackHealthStatusController {
  constructor(private readonly pages: OperationsPagesService) {}

  @Get('health')
  @Public()
  @ApiOperation({ operationId: 'getHealth', summary: HEALTH })
  @ApiContents({ 'application/json': 'object' })
  health(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthAnswer> {
    void reply.header('cache-control', 'no-store');
    return this.pages.health();
  }

  @Get('metrics')
  @Public()
  @ApiOperation({ operationId: 'getMetrics', summary: METRICS })
  @ApiContents({ 'text/plain': 'text' })
  metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return metricsOf(this.pages, reply);
  }
}

async function metricsOf(pages: OperationsPagesService, reply: FastifyReply): Promise<string> {
  const { type, text } = await pages.metrics();
  void reply.type(type).header('cache-control', 'no-store');
  return text;
}
