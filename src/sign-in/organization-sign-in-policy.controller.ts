import { Body, Controller, Delete, Get, HttpCode, Put, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type Caller,
  CurrentCaller,
  InOrganization,
  NotImpersonated,
  OpenToServiceAccounts,
  RequirePermission,
  StepUp,
} from '#auth';
import type { OrganizationScope } from '#libs/database';
import { IfMatch, setEtag } from '#libs/http';
import { SignInPoliciesService } from './sign-in-policies.service.js';
import { SetSignInPolicyRequest, SignInPolicyResponse } from './sign-in-policy.dto.js';

@ApiTags('sign-in')
@Controller('api/v1/organizations/:organizationId/sign-in-policy')
export class OrganizationSignInPolicyController {
  constructor(private readonly policies: SignInPoliciesService) {}

  @Get()
  @RequirePermission('org:sign_in_policy:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'getOrganizationSignInPolicy',
    summary: 'How people of the organization must sign in',
  })
  @ApiOkResponse({ type: SignInPolicyResponse })
  async read(
    @InOrganization() scope: OrganizationScope,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInPolicyResponse> {
    const policy = await this.policies.read(scope);
    setEtag(reply, policy.version);
    return SignInPolicyResponse.from(policy);
  }

  @Put()
  @RequirePermission('org:sign_in_policy:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'setOrganizationSignInPolicy',
    summary: 'Set how people of the organization must sign in, from their next request on',
    description:
      'Everything that is held in the organization and on its properties counts for sign-ins that meet it only. A policy that would refuse the caller is refused.',
  })
  @ApiOkResponse({ type: SignInPolicyResponse })
  async set(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: SetSignInPolicyRequest,
    @IfMatch() expected: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInPolicyResponse> {
    const policy = await this.policies.set(scope, caller, body, expected);
    setEtag(reply, policy.version);
    return SignInPolicyResponse.from(policy);
  }

  @Delete()
  @HttpCode(204)
  @RequirePermission('org:sign_in_policy:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'resetOrganizationSignInPolicy',
    summary: 'Take the policy away: the default holds again',
  })
  @ApiNoContentResponse()
  async reset(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IfMatch() expected: string | undefined,
  ): Promise<void> {
    await this.policies.reset(scope, caller, expected);
  }
}
