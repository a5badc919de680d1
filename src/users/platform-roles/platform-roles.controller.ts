import { Controller, Delete, HttpCode, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type Caller,
  CurrentCaller,
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
import { enumValue, PathParam } from '#libs/http';
import { PlatformRolesService } from './platform-roles.service.js';

@ApiTags('people')
@Controller('api/v1/users/:userId/platform-roles/:role')
export class PlatformRolesController {
  constructor(private readonly roles: PlatformRolesService) {}

  @Put()
  @HttpCode(204)
  @PlatformRole('owner')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({ operationId: 'givePlatformRole', summary: 'Give a role on the platform' })
  @ApiNoContentResponse()
  async give(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
    @RoleParam() role: PlatformRoleKey,
  ): Promise<void> {
    await this.roles.give(scope, caller, person, role);
  }

  @Delete()
  @HttpCode(204)
  @PlatformRole('owner')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({ operationId: 'takePlatformRole', summary: 'Take a role on the platform' })
  @ApiNoContentResponse()
  async take(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @ReferenceParam('userId', 'user') person: Reference,
    @RoleParam() role: PlatformRoleKey,
  ): Promise<void> {
    await this.roles.take(scope, caller, person, role);
  }
}

function RoleParam(): ParameterDecorator {
  const described = { description: 'The role on the platform.', example: 'operator' };
  return PathParam('role', enumValue(platformRoles), described);
}
