import { Module } from '@nestjs/common';
import { FileStore } from '#libs/file-store';
import { FilesInPostgres } from './files-in-postgres.js';

@Module({
  providers: [{ provide: FileStore, useClass: FilesInPostgres }],
  exports: [FileStore],
})
export class FilesModule {}
