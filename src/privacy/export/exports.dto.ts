import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '#libs/http';
import type { PrivacyExport } from '../records/privacy-export.entity.js';

export class ExportBody {
  @TextField({ max: 100, description: 'Our id of the person, or Clerk’s.' })
  userId!: string;
}

const STATUSES = ['pending', 'running', 'ready', 'expired', 'aborted', 'failed'];

/** What every export says of itself, whoever it is about. */
export class ExportState {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: STATUSES }) status!: string;
  @ApiProperty({ format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ format: 'date-time' }) dueAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) expiresAt!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Of the archive; null while there is none.' })
  bytes!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of the archive, in hexadecimal.' })
  sha256!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Who has to answer before it is whole. The archive without them can be downloaded meanwhile.',
  })
  waitingFor!: string | null;
  @ApiProperty({ type: [String], description: 'Whose part the archive does not hold.' })
  missing!: string[];
  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['storage_full', 'storage_unavailable', 'internal'],
    description: 'Why the last try failed; while it is running there will be another one.',
  })
  problem!: string | null;

  static of(row: PrivacyExport): ExportState {
    return {
      id: row.id,
      status: row.status,
      requestedAt: row.requestedAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
      expiresAt: row.expiresAt?.toISOString() ?? null,
      bytes: row.bytes === null ? null : Number(row.bytes),
      sha256: row.sha256,
      waitingFor: row.waitingFor,
      missing: row.missing,
      problem: row.problem,
    };
  }
}

export class ExportResponse extends ExportState {
  @ApiProperty({ format: 'uuid' }) userId!: string;

  static from(row: PrivacyExport): ExportResponse {
    return { userId: row.userId ?? '', ...ExportState.of(row) };
  }
}

export class OrganizationExportResponse extends ExportState {
  @ApiProperty({ format: 'uuid' }) organizationId!: string;

  static from(row: PrivacyExport): OrganizationExportResponse {
    return { organizationId: row.organizationId ?? '', ...ExportState.of(row) };
  }
}
