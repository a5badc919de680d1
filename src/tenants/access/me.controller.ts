import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AsPerson, type Caller, CurrentCaller, SignedIn } from '#auth';
import type { PersonScope } from '#libs/database';
import { ApiPageOf, CursorCodec, type CursorList, type Page, pageByPair, PageQuery } from '#libs/http';
import { MePropertiesQuery, MeResponse, OrganizationOfMe, PropertyOfMe } from './me.dto.js';
import { MeService, type OwnPlace, type OwnPlaces } from './me.service.js';

/** Organizations of the first answer; further ones come by the page. */
const MAX_ORGANIZATIONS = 100;
/** Comes before every name. */
const TOP = ['', '00000000-0000-0000-0000-000000000000'] as const;

@ApiTags('you')
@Controller('api/v1/me')
export class MeController {
  constructor(
    private readonly me: MeService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @SignedIn()
  @ApiOperation({
    operationId: 'getMe',
    summary: 'You: memberships, grants and what they allow; the first hundred organizations and properties',
  })
  @ApiOkResponse({ type: MeResponse })
  async read(@AsPerson() scope: PersonScope, @CurrentCaller() caller: Caller): Promise<MeResponse> {
    const { user, platformRoles, places, organizationsCount } = await this.me.read(
      scope,
      caller,
      MAX_ORGANIZATIONS,
    );
    const shown = {
      organizations: this.present(caller, places),
      organizationsCount,
      organizationsNextCursor: this.behind(caller, places),
    };
    return MeResponse.from(user, platformRoles, shown, [...caller.platformFaults]);
  }

  @Get('organizations')
  @SignedIn()
  @ApiOperation({
    operationId: 'listMyOrganizations',
    summary: 'Your organizations, by name; of all on a page the first hundred properties',
  })
  @ApiPageOf(OrganizationOfMe)
  async listOrganizations(
    @AsPerson() scope: PersonScope,
    @CurrentCaller() caller: Caller,
    @Query() query: PageQuery,
  ): Promise<Page<OrganizationOfMe>> {
    return pageByPair(this.cursors, organizationsOf(caller), query, {
      read: async (behind, limit) => {
        const places = await this.me.listOrganizations(scope, caller, behind, limit);
        return this.present(caller, places);
      },
      keyOf: ({ name, id }) => [name, id] as const,
      present: (organization) => organization,
    });
  }

  @Get('properties')
  @SignedIn()
  @ApiOperation({
    operationId: 'listMyProperties',
    summary: 'The properties of one of your organizations that you may open, by name',
  })
  @ApiPageOf(PropertyOfMe)
  async listProperties(
    @AsPerson() scope: PersonScope,
    @CurrentCaller() caller: Caller,
    @Query() query: MePropertiesQuery,
  ): Promise<Page<PropertyOfMe>> {
    const { organizationId } = query;
    return pageByPair(this.cursors, propertiesOf(caller, organizationId), query, {
      read: (behind, limit) => this.me.listProperties(scope, caller, organizationId, behind, limit),
      keyOf: ({ name, id }) => [name, id] as const,
      present: (property) => property,
    });
  }

  private present(caller: Caller, { organizations }: OwnPlaces): OrganizationOfMe[] {
    return organizations.map((place) => ({
      ...place.organization,
      roles: place.roles,
      permissions: place.permissions,
      refusedBy: place.refusedBy,
      unknownPermissions: place.unknownPermissions,
      properties: place.properties,
      propertiesCount: place.propertiesCount,
      propertiesNextCursor: this.furtherProperties(caller, place),
    }));
  }

  private furtherProperties(caller: Caller, place: OwnPlace): string | null {
    if (place.properties.length >= place.propertiesCount) return null;
    const last = place.properties.at(-1);
    const position = last === undefined ? TOP : ([last.name, last.id] as const);
    return this.cursors.encode(propertiesOf(caller, place.organization.id), position);
  }

  private behind(caller: Caller, { organizations, hasMore }: OwnPlaces): string | null {
    const last = organizations.at(-1)?.organization;
    return hasMore && last !== undefined
      ? this.cursors.encode(organizationsOf(caller), [last.name, last.id])
      : null;
  }
}

function organizationsOf({ userId }: Caller): CursorList {
  return { acrossRoutes: `me organizations ${userId}` };
}

function propertiesOf({ userId }: Caller, organizationId: string): CursorList {
  return { acrossRoutes: `me properties ${userId} ${organizationId}` };
}
