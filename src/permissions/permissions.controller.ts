import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  actorOf,
  type Caller,
  CurrentCaller,
  NotImpersonated,
  OpenToServiceAccounts,
  RequirePermission,
  SignedIn,
  StepUp,
} from '#auth';
import { ApiPageOf, type Page } from '#libs/http';
import {
  ApplyPermissionsRequest,
  DeclarationResponse,
  PermissionPlanResponse,
  PermissionResponse,
  PlanPermissionsRequest,
} from './permission.dto.js';
import { PermissionsService } from './permissions.service.js';

@ApiTags('permissions')
@Controller('api/v1')
export class PermissionsController {
  constructor(private readonly permissions: PermissionsService) {}

  @Get('permissions')
  @SignedIn()
  @ApiOperation({
    operationId: 'listPermissions',
    summary: 'Every permission there is, built in or declared by the application, with its words',
  })
  @ApiPageOf(PermissionResponse)
  list(@CurrentCaller() { model }: Caller): Page<PermissionResponse> {
    // Some fifty of the service and five hundred of the application at most: one page.
    return { data: PermissionResponse.listOf(model), nextCursor: null };
  }

  @Get('platform/permissions')
  @RequirePermission('platform:permissions:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getPermissionDeclaration', summary: 'What the application declares' })
  @ApiOkResponse({ type: DeclarationResponse })
  async read(): Promise<DeclarationResponse> {
    return DeclarationResponse.of(await this.permissions.read());
  }

  @Post('platform/permissions/plan')
  @HttpCode(200)
  @RequirePermission('platform:permissions:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'planPermissionDeclaration',
    summary: 'What another declaration would change, and for how many; changes nothing',
  })
  @ApiOkResponse({ type: PermissionPlanResponse })
  async plan(@Body() { permissions }: PlanPermissionsRequest): Promise<PermissionPlanResponse> {
    return PermissionPlanResponse.from(await this.permissions.plan(permissions));
  }

  @Put('platform/permissions')
  @RequirePermission('platform:permissions:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'applyPermissionDeclaration',
    summary: 'Declare the application’s permissions: all of them, as a plan has told of it',
  })
  @ApiOkResponse({ type: DeclarationResponse })
  async apply(
    @CurrentCaller() caller: Caller,
    @Body() { permissions, hash }: ApplyPermissionsRequest,
  ): Promise<DeclarationResponse> {
    return DeclarationResponse.of(await this.permissions.apply(permissions, hash, actorOf(caller)));
  }
}
