import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  actorOf,
  type Caller,
  Claims,
  CurrentCaller,
  NotImpersonated,
  OnPlatform,
  OpenToServiceAccounts,
  RequirePermission,
  type SessionClaims,
} from '#auth';
import type { PlatformScope } from '#libs/database';
import {
  ApiPageOf,
  CursorCodec,
  Idempotent,
  IdParam,
  type Page,
  pageById,
  pageOf,
  PageQuery,
} from '#libs/http';
import { ReconciliationsService } from '../reconciliations.service.js';
import { StepUpForForceService } from './step-up-for-force.service.js';
import {
  ApplyReconciliationRequest,
  BeginReconciliationRequest,
  ItemsQuery,
  ReconciliationDetailResponse,
  ReconciliationItemResponse,
  ReconciliationResponse,
} from './reconciliation.dto.js';

@ApiTags('sync')
@Controller('api/v1/sync/reconciliations')
export class ReconciliationsController {
  constructor(
    private readonly reconciliations: ReconciliationsService,
    private readonly stepUp: StepUpForForceService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('platform:sync:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listReconciliations',
    summary: 'Comparisons of the mirror with Clerk, newest first',
  })
  @ApiPageOf(ReconciliationResponse)
  async list(
    @OnPlatform() scope: PlatformScope,
    @Query() query: PageQuery,
  ): Promise<Page<ReconciliationResponse>> {
    return pageById(this.cursors, 'reconciliations', query, {
      read: (before, limit) => this.reconciliations.list(scope, before, limit),
      keyOf: ({ id }) => id,
      present: (row) => ReconciliationResponse.from(row),
    });
  }

  @Post()
  @RequirePermission('platform:sync:manage')
  @NotImpersonated()
  @Idempotent()
  @ApiOperation({
    operationId: 'createReconciliation',
    summary: 'Compare the mirror with Clerk; changes nothing of it',
  })
  @ApiCreatedResponse({ type: ReconciliationResponse })
  async begin(
    @CurrentCaller() caller: Caller,
    @Body() { mode }: BeginReconciliationRequest,
  ): Promise<ReconciliationResponse> {
    return ReconciliationResponse.from(
      await this.reconciliations.begin(mode ?? 'full', actorOf(caller), 'job'),
    );
  }

  @Get(':reconciliationId')
  @RequirePermission('platform:sync:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'getReconciliation',
    summary: 'One comparison with what it found, a page at a time',
  })
  @ApiOkResponse({ type: ReconciliationDetailResponse })
  async read(
    @OnPlatform() scope: PlatformScope,
    @IdParam('reconciliationId') id: string,
    @Query() query: ItemsQuery,
  ): Promise<ReconciliationDetailResponse> {
    const run = await this.reconciliations.get(scope, id);
    const filter = {
      kind: query.kind ?? null,
      change: query.change ?? null,
      outcome: query.outcome ?? null,
    };
    const list = `reconciliation ${id} ${JSON.stringify(filter)}`;
    const [kind, change, clerkId] = query.cursor === undefined ? [] : this.cursors.decode(list, query.cursor);
    const after =
      kind === undefined || change === undefined || clerkId === undefined ? null : { kind, change, clerkId };
    const { data, nextCursor } = pageOf(
      await this.reconciliations.listItems(scope, id, filter, after, query.limit + 1),
      query.limit,
      (last) => this.cursors.encode(list, [last.kind, last.change, last.clerkId]),
      (row) => ReconciliationItemResponse.from(row),
    );
    const outcomes = await this.reconciliations.outcomes(scope, id);
    return { ...ReconciliationResponse.from(run), outcomes, items: data, nextCursor };
  }

  @Post(':reconciliationId/apply')
  @HttpCode(202)
  @RequirePermission('platform:sync:manage')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'applyReconciliation',
    summary:
      'Carry a plan out: the one that was read, which its hash proves. force releases the safety threshold (step-up)',
  })
  @ApiAcceptedResponse({ type: ReconciliationResponse })
  async apply(
    @CurrentCaller() caller: Caller,
    @Claims() claims: SessionClaims,
    @OnPlatform() scope: PlatformScope,
    @IdParam('reconciliationId') id: string,
    @Body() { hash, force = false }: ApplyReconciliationRequest,
  ): Promise<ReconciliationResponse> {
    if (force) await this.stepUp.demand(scope, caller, claims);
    const order = { hash, force };
    return ReconciliationResponse.from(await this.reconciliations.order(id, order, actorOf(caller), 'job'));
  }
}
