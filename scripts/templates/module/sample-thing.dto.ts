import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '#libs/http';
import type { SampleThing } from './sample-thing.entity.js';

export class SampleThingResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  organizationId!: string;

  @ApiProperty({ format: 'uuid' }) // only by property
  propertyId!: string; // only by property
  // only by property
  @ApiProperty({ example: 'First sample thing' })
  name!: string;

  @ApiProperty({ description: 'As in the ETag' })
  version!: number;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Who added it' })
  createdBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;

  static from(sampleThing: SampleThing): SampleThingResponse {
    return {
      id: sampleThing.id,
      organizationId: sampleThing.organizationId,
      propertyId: sampleThing.propertyId, // only by property
      name: sampleThing.name,
      version: sampleThing.version,
      createdBy: sampleThing.createdBy,
      createdAt: sampleThing.createdAt.toISOString(),
      updatedAt: sampleThing.updatedAt.toISOString(),
    };
  }
}

export class CreateSampleThingRequest {
  @TextField({ max: 200, example: 'First sample thing' })
  name!: string;
}

export class UpdateSampleThingRequest {
  @TextField({ max: 200, optional: true, example: 'Second sample thing' })
  name?: string;
}
