import { Module } from '@nestjs/common';
import { DataMapController } from './data-map.controller.js';

/** The record of processing activities. */
@Module({
  controllers: [DataMapController],
})
export class DataMapModule {}
