import { Body, Controller, Delete, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type Caller,
  CurrentCaller,
  InOrganization,
  NotImpersonated,
  RequirePermission,
  StepUp,
} from '#auth';
import type { OrganizationScope } from '#libs/database';
import { ApiPageOf, Idempotent, IdParam, type Page } from '#libs/http';
import { Clock } from '#libs/time';
import { locationOf } from '../locations.js';
import { CreateAgentRequest, NewAgentResponse } from './agent.dto.js';
import { AgentsService } from './agents.service.js';
import { ServiceAccountEffectsService } from './service-account-effects.service.js';
import { WholeServiceAccountResponse } from './service-account.dto.js';
import { ServiceAccountsService } from './service-accounts.service.js';

const DEFAULT_LIFE_MS = 7 * 24 * 3600 * 1000;

@ApiTags('service accounts')
@Controller('api/v1/organizations/:organizationId/agents')
export class AgentsController {
  constructor(
    private readonly agents: AgentsService,
    private readonly accounts: ServiceAccountsService,
    private readonly effects: ServiceAccountEffectsService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('org:organization:read')
  @ApiOperation({ operationId: 'listOwnAgents', summary: 'The agents that act in your name here' })
  @ApiPageOf(WholeServiceAccountResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
  ): Promise<Page<WholeServiceAccountResponse>> {
    // Twenty of one member at most: one page.
    const agents = await this.accounts.listAgents(scope, caller.userId);
    const effects = await this.effects.of(
      scope,
      agents.flatMap(({ grants }) => grants),
    );
    const now = this.clock.now();
    const data = agents.map((whole) => WholeServiceAccountResponse.of(whole, effects, now));
    return { data, nextCursor: null };
  }

  @Post()
  @Idempotent()
  @RequirePermission('org:organization:read')
  @StepUp()
  @NotImpersonated()
  @ApiOperation({
    operationId: 'createAgent',
    summary: 'Let a program act in your name, with a part of what you may do',
    description:
      'At each request it may do what you handed it, where you handed it, as far as you may do it yourself at that moment. Every row of the audit log names both of you.',
  })
  @ApiCreatedResponse({ type: NewAgentResponse })
  async create(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Body() body: CreateAgentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewAgentResponse> {
    const now = this.clock.now();
    const expiresAt = body.expiresAt ?? new Date(now.getTime() + DEFAULT_LIFE_MS);
    const { whole, text } = await this.agents.create(scope, caller, { ...body, expiresAt });
    void reply.header('location', locationOf.agents(scope));
    const effects = await this.effects.of(scope, whole.grants);
    return { ...WholeServiceAccountResponse.of(whole, effects, now), key: text };
  }

  @Delete(':agentId')
  @HttpCode(204)
  @RequirePermission('org:organization:read')
  @ApiOperation({
    operationId: 'deleteOwnAgent',
    summary: 'Delete one of your agents; its key opens nothing from the next request on',
  })
  @ApiNoContentResponse()
  async delete(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @IdParam('agentId') agentId: string,
  ): Promise<void> {
    await this.agents.delete(scope, caller, agentId);
  }
}
