import { ApiProperty } from '@nestjs/swagger';
import { originOfChain } from '../chain/audit-row.js';
import type { AuditChainStatus } from './audit-chain-status.service.js';

export class AuditCheckpointResponse {
  @ApiProperty({ description: 'How many rows it vouches for.' }) rows!: number;
  @ApiProperty({ description: 'The signed text (C2SP tlog-checkpoint).' }) note!: string;
}

export class AuditChainResponse {
  @ApiProperty({ description: 'Names this log in hashes and checkpoints.' }) origin!: string;
  @ApiProperty() sealedRows!: number;
  @ApiProperty({ description: 'The hash of the last sealed row, in hexadecimal; empty before the first.' })
  head!: string;
  @ApiProperty({ description: 'Rows before this one were dropped by the retention policy.' })
  firstKept!: number;
  @ApiProperty({ type: AuditCheckpointResponse, nullable: true })
  checkpoint!: AuditCheckpointResponse | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When a check last found the log changed; null where none ever has.',
  })
  changeFoundAt!: string | null;

  static from({ state, checkpoint, changeFoundAt }: AuditChainStatus): AuditChainResponse {
    return {
      origin: originOfChain(state.chainId),
      sealedRows: Number(state.sequence),
      head: state.hash.toString('hex'),
      firstKept: Number(state.prunedSequence) + 1,
      checkpoint: checkpoint && { rows: Number(checkpoint.sequence), note: checkpoint.note },
      changeFoundAt,
    };
  }
}
