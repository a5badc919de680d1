import { Controller, Get, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { InOrganization, OnPlatform, OpenToServiceAccounts, RequirePermission } from '#auth';
import { describeScope, type OrganizationScope, type PlatformScope } from '#libs/database';
import { ApiPageOf, CursorCodec, type Page, pageById, PageQuery } from '#libs/http';
import { listHeld } from '../access/access-change.rule.js';
import { EffectiveAccessResponse, EventResponse, EventsQuery } from './event.dto.js';
import type { FeedScope } from './events.store.js';
import { FeedService } from './feed.service.js';

/** A page of a feed, which never ends. */
interface FeedResponse extends Page<EventResponse> {
  /** With which to ask for what happens next. */
  readonly cursor: string;
}

const FEED = {
  type: 'object' as const,
  required: ['data', 'nextCursor', 'cursor'] as string[],
  properties: {
    data: { type: 'array' as const, items: { $ref: getSchemaPath(EventResponse) } },
    nextCursor: {
      type: 'string',
      nullable: true,
      description: 'Null where nothing further has happened yet',
    },
    cursor: { type: 'string' as const, description: 'With which to ask again later, always' },
  },
};

@ApiTags('events')
@ApiExtraModels(EventResponse)
@Controller('api/v1')
export class FeedController {
  constructor(
    private readonly feed: FeedService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get('organizations/:organizationId/events')
  @RequirePermission('org:events:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listOrganizationEvents',
    summary: 'What happened in the organization, oldest first; ask again with the cursor of the answer',
  })
  @ApiOkResponse({ schema: FEED })
  async listOfOrganization(
    @InOrganization() scope: OrganizationScope,
    @Query() query: EventsQuery,
  ): Promise<FeedResponse> {
    return this.page(scope, query);
  }

  @Get('events')
  @RequirePermission('platform:events:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listEvents',
    summary: 'What happened anywhere, oldest first; ask again with the cursor of the answer',
  })
  @ApiOkResponse({ schema: FEED })
  async listOfPlatform(
    @OnPlatform() scope: PlatformScope,
    @Query() query: EventsQuery,
  ): Promise<FeedResponse> {
    return this.page(scope, query);
  }

  @Get('organizations/:organizationId/effective-access')
  @RequirePermission('org:events:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listEffectiveAccess',
    summary: 'What everybody may do in the organization, as access.changed has told of it: where to begin',
  })
  @ApiPageOf(EffectiveAccessResponse)
  async listAccess(
    @InOrganization() scope: OrganizationScope,
    @Query() query: PageQuery,
  ): Promise<Page<EffectiveAccessResponse>> {
    return pageById(this.cursors, `effective access ${scope.organizationId}`, query, {
      read: (after, limit) => this.feed.listAccess(scope, after, limit),
      keyOf: ({ userId }) => userId,
      present: ({ userId, held, nextChangeAt, position }) => ({
        userId,
        permissions: listHeld(held),
        changesAt: nextChangeAt?.toISOString() ?? null,
        position: Number(position),
      }),
    });
  }

  private async page(scope: FeedScope, { cursor, limit, type, from }: EventsQuery): Promise<FeedResponse> {
    // A cursor of today is used tomorrow, with another limit and without `from`.
    const list = { acrossRoutes: `events of ${describeScope(scope)} ${type ?? ''}` };
    const [after] = cursor === undefined ? [] : this.cursors.decode(list, cursor);
    const { events, hasMore, position } = await this.feed.read(scope, {
      after: after === undefined ? null : Number(after),
      from: from ?? 'start',
      type: type ?? null,
      limit,
    });
    const next = this.cursors.encode(list, [String(position)]);
    return {
      data: events.map((event) => EventResponse.from(event)),
      nextCursor: hasMore ? next : null,
      cursor: next,
    };
  }
}
