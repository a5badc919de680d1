import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '#libs/http';
import type { PrivacyExport } from '../privacy.entities.js';

export class ExportBody {
  @TextField({ max: 100, description: 'Our id of the person, or Clerk’s.' })
  userId!: string;
}

export class ExportResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) userId!: string;
  @ApiProperty() status!: string;
  @ApiProperty({ format: 'date-time' }) dueAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) expiresAt!: string | null;
  @ApiProperty({ type: Number, nullable: true }) bytes!: number | null;
  @ApiProperty({ type: String, nullable: true }) sha256!: string | null;

  static from(row: PrivacyExport): ExportResponse {
    return {
      id: row.id,
      userId: row.userId,
      status: row.status,
      dueAt: row.dueAt.toISOString(),
      expiresAt: row.expiresAt?.toISOString() ?? null,
      bytes: row.bytes === null ? null : Number(row.bytes),
      sha256: row.sha256,
    };
  }
}
