import { Body, Controller, Delete, Get, Patch, Post, Query, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type Caller,
  CurrentCaller,
  CurrentPrincipal,
  InOrganization,
  NotImpersonated,
  OpenToServiceAccounts,
  type Principal,
  RequirePermission,
} from '#auth';
import type { OrganizationScope } from '#libs/database';
import { ApiPageOf, httpErrors, Idempotent, IfMatch, type Page, setEtag, TextParam } from '#libs/http';
import {
  ChangeRoleRequest,
  CreateRoleRequest,
  RoleEditQuery,
  RoleEffectResponse,
  RoleResponse,
} from './role.dto.js';
import { locationOf } from '../locations.js';
import { presentRoles } from './present-roles.js';
import { RolesService } from './roles.service.js';

@ApiTags('roles')
@ApiExtraModels(RoleEffectResponse)
@Controller('api/v1/organizations/:organizationId/roles')
export class RolesController {
  constructor(private readonly roles: RolesService) {}

  @Get()
  @RequirePermission('org:roles:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listRoles',
    summary: 'Every role that can be given here: built-in, from Clerk, and your own',
  })
  @ApiPageOf(RoleResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @CurrentPrincipal() { model }: Principal,
  ): Promise<Page<RoleResponse>> {
    // A hundred of its own and a handful of others at most: one page.
    return {
      data: presentRoles(await this.roles.list(scope), scope.organizationId, model),
      nextCursor: null,
    };
  }

  @Post()
  @Idempotent({ idAs: 'key' })
  @RequirePermission('org:roles:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createRole',
    summary: 'Make a role out of permissions that you hold yourself',
  })
  @ApiCreatedResponse({ type: RoleResponse })
  async create(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: CreateRoleRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleResponse> {
    const role = await this.roles.create(scope, caller, detailsOf(body));
    void reply.header('location', locationOf.role(role));
    setEtag(reply, role.version);
    return RoleResponse.from(role, caller.model);
  }

  @Get(':roleKey')
  @RequirePermission('org:roles:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getRole', summary: 'One of your own roles' })
  @ApiOkResponse({ type: RoleResponse })
  async read(
    @InOrganization() scope: OrganizationScope,
    @CurrentPrincipal() caller: Principal,
    @RoleKeyParam() key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleResponse> {
    const role = await this.roles.get(scope, key);
    setEtag(reply, role.version);
    return RoleResponse.from(role, caller.model);
  }

  @Patch(':roleKey')
  @RequirePermission('org:roles:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'updateRole',
    summary: 'Change a role for all who hold it; with dryRun, see for whom first',
  })
  @ApiOkResponse({
    schema: { oneOf: [{ $ref: getSchemaPath(RoleResponse) }, { $ref: getSchemaPath(RoleEffectResponse) }] },
  })
  async change(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @RoleKeyParam() key: string,
    @Query() query: RoleEditQuery,
    @Body() body: ChangeRoleRequest,
    @IfMatch() expected: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleResponse | RoleEffectResponse> {
    if (query.dryRun) {
      return RoleEffectResponse.from(await this.roles.previewChange(scope, caller, key, body, expected));
    }
    const role = await this.roles.change(scope, caller, key, body, expected);
    setEtag(reply, role.version);
    return RoleResponse.from(role, caller.model);
  }

  @Delete(':roleKey')
  @RequirePermission('org:roles:manage')
  @ApiOperation({
    operationId: 'deleteRole',
    summary: 'Delete a role that nobody holds; with dryRun, see who would lose what',
  })
  @ApiOkResponse({ type: RoleEffectResponse, description: 'With dryRun' })
  @ApiNoContentResponse()
  async delete(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @RoleKeyParam() key: string,
    @Query() query: RoleEditQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleEffectResponse | undefined> {
    if (query.dryRun) return RoleEffectResponse.from(await this.roles.previewDeletion(scope, caller, key));
    await this.roles.delete(scope, caller, key);
    void reply.status(204);
    return undefined;
  }
}

/** The key says where a role is given. */
function detailsOf({ key, name, description = null, scopeKind, permissions }: CreateRoleRequest) {
  const kind = key.startsWith('property:') ? ('property' as const) : ('organization' as const);
  if (scopeKind !== undefined && scopeKind !== kind) {
    throw httpErrors.badRequest({
      errors: [{ field: 'scopeKind', message: `must be ${kind}, as the key says` }],
    });
  }
  return { key, name, description, scopeKind: kind, permissions };
}

function RoleKeyParam(): ParameterDecorator {
  return TextParam('roleKey', { description: 'Key of the role.', example: 'property:night_audit' });
}
