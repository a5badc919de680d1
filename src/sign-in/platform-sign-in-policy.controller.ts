import { Body, Controller, Delete, Get, HttpCode, Put, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type Caller,
  CurrentCaller,
  OnPlatform,
  NotImpersonated,
  OpenToServiceAccounts,
  RequirePermission,
  StepUp,
} from '#auth';
import type { PlatformScope } from '#libs/database';
import { IfMatch, setEtag } from '#libs/http';
import { SignInPoliciesService } from './sign-in-policies.service.js';
import { SetSignInPolicyRequest, SignInPolicyResponse } from './sign-in-policy.dto.js';

@ApiTags('sign-in')
@Controller('api/v1/platform/sign-in-policy')
export class PlatformSignInPolicyController {
  constructor(private readonly policies: SignInPoliciesService) {}

  @Get()
  @RequirePermission('platform:sign_in_policy:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'getPlatformSignInPolicy', summary: 'How staff of the platform must sign in' })
  @ApiOkResponse({ type: SignInPolicyResponse })
  async read(
    @OnPlatform() scope: PlatformScope,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInPolicyResponse> {
    const policy = await this.policies.read(scope);
    setEtag(reply, policy.version);
    return SignInPolicyResponse.from(policy);
  }

  @Put()
  @RequirePermission('platform:sign_in_policy:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'setPlatformSignInPolicy',
    summary: 'Set how staff of the platform must sign in, from their next request on',
    description:
      'Roles on the platform, support access by them among that, count for sign-ins that meet it only. A policy that would refuse the caller is refused.',
  })
  @ApiOkResponse({ type: SignInPolicyResponse })
  async set(
    @OnPlatform() scope: PlatformScope,
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
  @RequirePermission('platform:sign_in_policy:manage')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'resetPlatformSignInPolicy',
    summary: 'Take the policy away: the default holds again',
  })
  @ApiNoContentResponse()
  async reset(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @IfMatch() expected: string | undefined,
  ): Promise<void> {
    await this.policies.reset(scope, caller, expected);
  }
}
