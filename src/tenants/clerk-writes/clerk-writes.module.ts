import { Module } from '@nestjs/common';
import { ClerkWriteLeases } from './clerk-write-leases.js';

/** One writer at a time for an object at Clerk. */
@Module({
  providers: [ClerkWriteLeases],
  exports: [ClerkWriteLeases],
})
export class ClerkWritesModule {}
