import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Claims } from './parameters.js';
import { SignedIn } from './route-policy.js';
import type { SessionClaims } from './session-claims.js';

/** Where the controller stands. */
export const SESSION_PATH = '/api/v1/session';

/** Who the token says the caller is. */
export class SessionResponse {
  @ApiProperty({ example: 'user_2Ro7e2IxrffdqBboq8KfB6eGbIy', description: "Clerk's user id" })
  clerkUserId!: string;

  @ApiProperty({ example: 'sess_2Ro7e2IxrffdqBboq8KfB6eGbIy' })
  sessionId!: string;

  @ApiProperty({ format: 'date-time', description: 'When the token (not the session) ends' })
  expiresAt!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Who really acts, while somebody impersonates the person',
  })
  impersonator!: string | null;

  @ApiProperty({
    type: 'object',
    nullable: true,
    properties: { clerkId: { type: 'string' }, role: { type: 'string' } },
    description: 'The organization that is active in the token; a hint, never a right',
    additionalProperties: false,
  })
  activeOrganization!: { clerkId: string; role: string } | null;

  static from(claims: SessionClaims): SessionResponse {
    return {
      clerkUserId: claims.clerkUserId,
      sessionId: claims.sessionId,
      expiresAt: new Date(claims.expiresAt * 1000).toISOString(),
      impersonator: claims.impersonator,
      activeOrganization: claims.activeOrganization,
    };
  }
}

@ApiTags('you')
@Controller(SESSION_PATH)
export class SessionController {
  @Get()
  @SignedIn({ tokenOnly: true })
  @ApiOperation({
    operationId: 'getSession',
    summary: 'Who the token says you are; opens nothing and reads no table, but for an impersonated session',
  })
  @ApiOkResponse({ type: SessionResponse })
  read(@Claims() claims: SessionClaims): SessionResponse {
    return SessionResponse.from(claims);
  }
}
