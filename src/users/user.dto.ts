import { ApiProperty } from '@nestjs/swagger';
import type { User } from './user.entity.js';

/** A person, as those see them who may. Times are ISO 8601 in UTC. */
export class UserResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: String, nullable: true, example: 'user_2Ro7e2IxrffdqBboq8KfB6eGbIy' })
  clerkId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  externalId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'mark@harbour.test' })
  emailAddress!: string | null;

  @ApiProperty({ type: String, nullable: true })
  firstName!: string | null;

  @ApiProperty({ type: String, nullable: true })
  lastName!: string | null;

  @ApiProperty()
  banned!: boolean;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deletedAt!: string | null;

  static from(user: User): UserResponse {
    return {
      id: user.id,
      clerkId: user.clerkId,
      externalId: user.externalId,
      emailAddress: user.emailAddress,
      firstName: user.firstName,
      lastName: user.lastName,
      banned: user.banned,
      createdAt: user.createdAt.toISOString(),
      updatedAt: user.updatedAt.toISOString(),
      deletedAt: user.deletedAt?.toISOString() ?? null,
    };
  }
}
