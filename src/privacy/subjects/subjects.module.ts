import { Module } from '@nestjs/common';
import { UsersModule } from '#users';
import { SubjectsController } from './subjects.controller.js';
import { SubjectsService } from './subjects.service.js';

/** Finding the people whom requests are about. */
@Module({
  imports: [UsersModule],
  controllers: [SubjectsController],
  providers: [SubjectsService],
})
export class SubjectsModule {}
