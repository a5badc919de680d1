import type { KeyObject } from 'node:crypto';
import { ApiProperty } from '@nestjs/swagger';
import { publicKeyId } from '#libs/audit-chain';

/** A public key as a JSON Web Key (RFC 8037). */
export class SigningKeyResponse {
  @ApiProperty({ enum: ['OKP'] }) kty!: 'OKP';
  @ApiProperty({ enum: ['Ed25519'] }) crv!: 'Ed25519';
  @ApiProperty({ description: 'The 32 bytes of the key, base64url.' }) x!: string;
  @ApiProperty({
    description: 'As `keyId` in a signature: the first 16 hex digits of SHA-256 over the key (SPKI).',
  })
  kid!: string;
  @ApiProperty({ enum: ['sig'] }) use!: 'sig';
  @ApiProperty({ enum: ['EdDSA'] }) alg!: 'EdDSA';

  static from(key: KeyObject): SigningKeyResponse {
    const { x = '' } = key.export({ format: 'jwk' });
    return { kty: 'OKP', crv: 'Ed25519', x, kid: publicKeyId(key), use: 'sig', alg: 'EdDSA' };
  }
}

export class SigningKeysResponse {
  @ApiProperty({ type: [SigningKeyResponse], description: 'The present one first, then earlier ones.' })
  keys!: SigningKeyResponse[];
}
