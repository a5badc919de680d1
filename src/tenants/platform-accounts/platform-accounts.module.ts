import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { PlatformAccountsController } from './platform-accounts.controller.js';
import { PlatformAccountsService } from './platform-accounts.service.js';
import { PlatformAccountsStore } from './platform-accounts.store.js';

/** Callers of the platform that are no people: their roles and keys. */
@Module({
  imports: [AuditModule, UsersModule],
  controllers: [PlatformAccountsController],
  providers: [PlatformAccountsService, PlatformAccountsStore],
})
export class PlatformAccountsModule {}
