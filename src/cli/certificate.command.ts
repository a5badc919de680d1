import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { SignedDocument } from '#libs/audit-chain';
import { verifyCertificate } from '#privacy';
import { CommandFailure } from './command-failure.js';

/** `certificate verify`: needs the certificate and the public key, no database and no service. */
export function certificateCommand(): Command {
  return new Command('certificate')
    .description('Check certificates of erasure.')
    .helpCommand(false)
    .addCommand(
      new Command('verify')
        .description('Check that a certificate is genuine and unchanged. Needs the public key only.')
        .argument('<file>', 'the certificate, as the API gives it')
        .requiredOption('--public-key <file>', 'the public key, PEM')
        .option('--json', 'print {valid, erasureId} instead')
        .action((file: string, { publicKey, json }: { publicKey: string; json?: true }) => {
          const signed = readCertificate(file);
          const valid = verifyCertificate(signed, readKey(publicKey));
          const { erasureId, completedAt } = signed.document as { erasureId?: string; completedAt?: string };
          if (json) console.log(JSON.stringify({ valid, erasureId: valid ? erasureId : null }));
          if (!valid) throw new CommandFailure('The certificate is not genuine, or it was changed.');
          if (!json) console.log(`genuine: erasure ${String(erasureId)}, completed ${String(completedAt)}`);
        }),
    );
}

function readCertificate(file: string): SignedDocument {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SignedDocument;
  } catch {
    throw new CommandFailure(`${file} holds no certificate.`);
  }
}

function readKey(file: string): KeyObject {
  try {
    return createPublicKey(readFileSync(file));
  } catch {
    throw new CommandFailure(`${file} holds no public key.`);
  }
}
