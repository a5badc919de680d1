import { createPublicKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { publicKeyId, type SignedDocument, signDocument } from '#libs/audit-chain';
import { Environment } from '#settings';

/** Signs documents with `TENANTRY_SIGNING_KEY` (Ed25519); see `verifyDocument` of `#libs/audit-chain` for the other side. */
@Injectable()
export class DocumentSigner {
  constructor(private readonly environment: Environment) {}

  /** @param type what the document is, e.g. `tenantry/erasure-certificate/v1` */
  sign<T extends object>(type: string, document: T): SignedDocument<T> {
    return signDocument(type, document, this.environment.signingKey);
  }

  /** SPKI, PEM. */
  get publicKeyPem(): string {
    const publicKey = createPublicKey(this.environment.signingKey);
    return publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  get keyId(): string {
    return publicKeyId(this.environment.signingKey);
  }
}
