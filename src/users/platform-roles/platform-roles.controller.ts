import { Controller, Delete, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  type Caller,
  CurrentCaller,
  found,
  NotImpersonated,
  OnPlatform,
  PlatformRole,
  type PlatformRoleKey,
  platformRoles,
  type Reference,
  ReferenceParam,
  StepUp,
} from '#auth';
import type { PlatformScope } from '#libs/database';
import { PlatformRolesService } from './platform-roles.service.js';

@ApiTags('people')
@ApiParam({ name: 'userId', required: true, description: 'Our id or Clerk’s.' })
@ApiParam({ name: 'role', enum: platformRoles })
@Controller('api/v1/users/:userId/platform-roles/:role')
export class PlatformRolesController {
  constructor(private readonly roles: PlatformRolesService) {}

  @Put()
  @HttpCode(204)
  @PlatformRole('owner')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({ summary: 'Give a role on the platform' })
  @ApiNoContentResponse()
  async give(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
    @Param('role') role: string,
  ): Promise<void> {
    await this.roles.give(scope, caller, person, platformRole(role));
  }

  @Delete()
  @HttpCode(204)
  @PlatformRole('owner')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({ summary: 'Take a role on the platform' })
  @ApiNoContentResponse()
  async take(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
    @Param('role') role: string,
  ): Promise<void> {
    await this.roles.take(scope, caller, person, platformRole(role));
  }
}

function platformRole(text: string): PlatformRoleKey {
  return found(platformRoles.find((known) => known === text));
}
