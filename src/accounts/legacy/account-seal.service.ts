import { Injectable } from '@nestjs/common';
import { SubjectKeys } from '#audit';
import type { FurtherIdentifiers } from './further-identifiers.js';

// No person has this id. Its data key is wrapped by the master key as everybody's, so that a rotation takes it along.
export const NOBODY = '00000000-0000-0000-0000-000000000000';

export interface AccountSecrets {
  readonly digest: string | null;
  readonly totpSecret: string | null;
  readonly further: FurtherIdentifiers | null;
}

export type SealedSecrets = Readonly<Record<keyof AccountSecrets, string | null>>;

/** Seals what proves who somebody is; each text is bound to its row and column. In an open transaction. */
@Injectable()
export class AccountSealService {
  constructor(private readonly subjectKeys: SubjectKeys) {}

  async seal(accountId: string, { digest, totpSecret, further }: AccountSecrets): Promise<SealedSecrets> {
    return {
      digest: await this.sealOne(accountId, 'digest', digest),
      totpSecret: await this.sealOne(accountId, 'totp_secret', totpSecret),
      further: await this.sealOne(accountId, 'further', further === null ? null : JSON.stringify(further)),
    };
  }

  async open(accountId: string, { digest, totpSecret, further }: SealedSecrets): Promise<AccountSecrets> {
    const opened = await this.openOne(accountId, 'further', further);
    return {
      digest: await this.openOne(accountId, 'digest', digest),
      totpSecret: await this.openOne(accountId, 'totp_secret', totpSecret),
      further: opened === null ? null : (JSON.parse(opened) as FurtherIdentifiers),
    };
  }

  private async sealOne(accountId: string, part: string, text: string | null): Promise<string | null> {
    if (text === null) return null;
    const sealed = await this.subjectKeys.encryptFor(NOBODY, text, aad(accountId, part));
    if (sealed === null) throw new Error('the key of the secrets was shredded');
    return sealed;
  }

  private async openOne(accountId: string, part: string, sealed: string | null): Promise<string | null> {
    return sealed === null ? null : this.subjectKeys.decrypt(sealed, aad(accountId, part));
  }
}

function aad(accountId: string, part: string): string {
  return `legacy_account_secrets/${accountId}/${part}`;
}
