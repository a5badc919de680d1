import { Controller, HttpCode, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { actorOf, type Caller, CurrentCaller, NotImpersonated, OnPlatform, RequirePermission } from '#auth';
import type { PlatformScope } from '#libs/database';
import { ApiContents } from '#libs/http';
import { DebugBundleService } from './debug-bundle.service.js';

/** What `tenantry debug-bundle` makes, of this very process. */
@ApiTags('operations')
@Controller('api/v1/operations')
export class DebugBundleController {
  constructor(private readonly bundles: DebugBundleService) {}

  @Post('debug-bundle')
  @HttpCode(200)
  @RequirePermission('platform:operations:read')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'makeDebugBundle',
    summary:
      'Everything that helps to mend the service, in one archive without secrets and without anybody’s data',
    description:
      'A zip: versions, settings by fingerprint, doctor, health, migrations, queues, drift, errors by class, slow statements by name, metrics, and a README that says what is what. What cannot be had is named in its place.',
  })
  @ApiContents({ 'application/zip': 'bytes' })
  async make(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const archive = await this.bundles.bundleFor(scope, actorOf(caller));
    void reply.header('cache-control', 'no-store');
    return new StreamableFile(archive, {
      type: 'application/zip',
      disposition: 'attachment; filename="tenantry-debug-bundle.zip"',
      length: archive.length,
    });
  }
}
