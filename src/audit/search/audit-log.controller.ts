import { Readable } from 'node:stream';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type Caller,
  CurrentCaller,
  InOrganization,
  InProperty,
  NotImpersonated,
  OnPlatform,
  OpenToServiceAccounts,
  RequirePermission,
} from '#auth';
import {
  describeScope,
  type OrganizationScope,
  type PlatformScope,
  type PropertyScope,
} from '#libs/database';
import { ApiContents, ApiPageOf, CursorCodec, Heavy, type Page, pageById } from '#libs/http';
import { AuditChainResponse } from './audit-chain.dto.js';
import { AuditChainStatusService } from './audit-chain-status.service.js';
import { AuditEntryResponse } from './audit-entry.dto.js';
import { AuditExportService } from './audit-export.service.js';
import {
  AuditExportQuery,
  AuditLogQuery,
  PlatformAuditExportQuery,
  PlatformAuditLogQuery,
} from './audit-query.dto.js';
import { AuditSearchService } from './audit-search.service.js';

@ApiTags('audit')
@Controller('api/v1/organizations/:organizationId/audit-log')
export class OrganizationAuditLogController {
  constructor(
    private readonly search: AuditSearchService,
    private readonly exports: AuditExportService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('org:audit:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listOrganizationAuditLog',
    summary: 'What happened in the organization, newest first; support accesses of platform staff too',
  })
  @ApiPageOf(AuditEntryResponse)
  async list(
    @InOrganization() scope: OrganizationScope,
    @Query() query: AuditLogQuery,
  ): Promise<Page<AuditEntryResponse>> {
    return listPage(this.search, this.cursors, scope, query);
  }

  @Get('export')
  @RequirePermission('org:audit:read')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'exportOrganizationAuditLog',
    summary: 'The log of the organization as a file, oldest first',
  })
  @ApiContents(
    { 'application/x-ndjson': 'text', 'text/csv': 'text' },
    { description: 'Streamed; the export itself is written down' },
  )
  @Heavy()
  async export(
    @InOrganization() scope: OrganizationScope,
    @CurrentCaller() caller: Caller,
    @Query() query: AuditExportQuery,
  ): Promise<StreamableFile> {
    const filter = AuditLogQuery.filterOf(query);
    return fileOf(await this.exports.begin(scope, caller, filter, query.format), query.format);
  }
}

@ApiTags('audit')
@Controller('api/v1/organizations/:organizationId/properties/:propertyId/audit-log')
export class PropertyAuditLogController {
  constructor(
    private readonly search: AuditSearchService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('property:audit:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'listPropertyAuditLog',
    summary: 'What happened on the property, newest first',
  })
  @ApiPageOf(AuditEntryResponse)
  async list(
    @InProperty() scope: PropertyScope,
    @Query() query: AuditLogQuery,
  ): Promise<Page<AuditEntryResponse>> {
    return listPage(this.search, this.cursors, scope, query);
  }
}

@ApiTags('audit')
@Controller('api/v1/audit-log')
export class PlatformAuditLogController {
  constructor(
    private readonly chain: AuditChainStatusService,
    private readonly search: AuditSearchService,
    private readonly exports: AuditExportService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @RequirePermission('platform:audit:read')
  @OpenToServiceAccounts()
  @ApiOperation({ operationId: 'listAuditLog', summary: 'What happened anywhere, newest first' })
  @ApiPageOf(AuditEntryResponse)
  async list(
    @OnPlatform() scope: PlatformScope,
    @Query() query: PlatformAuditLogQuery,
  ): Promise<Page<AuditEntryResponse>> {
    return listPage(this.search, this.cursors, scope, query);
  }

  @Get('chain')
  @RequirePermission('platform:audit:read')
  @OpenToServiceAccounts()
  @ApiOperation({
    operationId: 'getAuditChain',
    summary: 'How far the log is sealed and signed, with its last checkpoint',
  })
  @ApiOkResponse({ type: AuditChainResponse })
  async chainStatus(@OnPlatform() scope: PlatformScope): Promise<AuditChainResponse> {
    return AuditChainResponse.from(await this.chain.read(scope));
  }

  @Get('export')
  @RequirePermission('platform:audit:read')
  @NotImpersonated()
  @ApiOperation({
    operationId: 'exportAuditLog',
    summary: 'The whole log as a file, oldest first; as NDJSON it can be verified offline',
  })
  @ApiContents(
    { 'application/x-ndjson': 'text', 'text/csv': 'text' },
    { description: 'Streamed; the export itself is written down' },
  )
  @Heavy()
  async export(
    @OnPlatform() scope: PlatformScope,
    @CurrentCaller() caller: Caller,
    @Query() query: PlatformAuditExportQuery,
  ): Promise<StreamableFile> {
    const filter = AuditLogQuery.filterOf(query);
    return fileOf(await this.exports.begin(scope, caller, filter, query.format), query.format);
  }
}

async function listPage(
  search: AuditSearchService,
  cursors: CursorCodec,
  scope: OrganizationScope | PropertyScope | PlatformScope,
  query: PlatformAuditLogQuery,
): Promise<Page<AuditEntryResponse>> {
  const filter = AuditLogQuery.filterOf(query);
  const list = `audit-log of ${describeScope(scope)} ${JSON.stringify(filter)}`;
  return pageById(cursors, list, query, {
    read: (before, limit) => search.search(scope, filter, before, limit),
    keyOf: ({ row }) => row.id,
    present: ({ row, personal }) => AuditEntryResponse.from(row, personal),
  });
}

/** The stream asks for the next lines only when the last ones have left. */
function fileOf(lines: AsyncIterable<string>, format: 'ndjson' | 'csv'): StreamableFile {
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson';
  const disposition = `attachment; filename="audit-log.${format}"`;
  return new StreamableFile(Readable.from(lines, { objectMode: false }), { type, disposition });
}
