import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { MentionsService } from './mentions.service.js';
import { SubjectIdentifiersService } from './subject-identifiers.service.js';

/** What a subject is found by. */
@Module({
  imports: [AuditModule, UsersModule],
  providers: [MentionsService, SubjectIdentifiersService],
  exports: [MentionsService, SubjectIdentifiersService],
})
export class IdentityModule {}
