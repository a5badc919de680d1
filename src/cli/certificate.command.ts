import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { publicKeyId, type SignedDocument, verifyDocument } from '#libs/audit-chain';
import type { RETIREMENT_TYPE as RetirementType, RetirementReport } from '#accounts';
import type { Certificate, CERTIFICATE_TYPE as CertificateType, OrganizationCertificate } from '#privacy';
import { CommandFailure } from './command-failure.js';
import { effectiveSettings } from './effective-settings.js';

/** Its type is that of the module, whose code whoever only checks a certificate does not need. */
const CERTIFICATE_TYPE: typeof CertificateType = 'tenantry/erasure-certificate/v1';
const RETIREMENT_TYPE: typeof RetirementType = 'tenantry/accounts-retirement/v1';

/** `certificate …`: certificates of erasure, for whoever was handed one. */
export function certificateCommand(): Command {
  return new Command('certificate')
    .description('Check certificates of erasure.')
    .helpCommand(false)
    .addCommand(publicKeyCommand())
    .addCommand(verifyCommand());
}

function publicKeyCommand(): Command {
  return new Command('public-key')
    .description('Print the public key that certificates are checked with; hand it out together with them.')
    .action(() => {
      const pem = effectiveSettings()['TENANTRY_SIGNING_KEY'];
      if (!pem) throw new CommandFailure('Set TENANTRY_SIGNING_KEY.');
      const key = createPublicKey(createPrivateKey(pem.replaceAll('\\n', '\n')));
      process.stdout.write(key.export({ type: 'spki', format: 'pem' }));
    });
}

/** Needs the certificate and the public key, no database and no service. */
function verifyCommand(): Command {
  return new Command('verify')
    .description('Check that a certificate is genuine and unchanged. Needs the public key only.')
    .argument('<file>', 'the certificate, as the API gives it')
    .requiredOption('--public-key <file>', 'the public key, PEM')
    .option('--json', 'print {valid, erasureId} instead')
    .action((file: string, { publicKey, json }: { publicKey: string; json?: true }) => {
      const signed = readCertificate(file);
      const key = readKey(publicKey);
      const valid = verifyDocument(signed.type, signed, key);
      const erasureId = valid ? ((signed.document as Partial<Certificate>).erasureId ?? null) : null;
      if (json) console.log(JSON.stringify({ valid, erasureId }));
      if (!valid) throw new CommandFailure(whyNot(signed, key));
      if (!json)
        console.log(summaryOf(signed.document as Certificate | OrganizationCertificate | RetirementReport));
    });
}

function whyNot(signed: SignedDocument, key: KeyObject): string {
  const [by, given] = [signed.signature.keyId, publicKeyId(key)];
  return by === given
    ? 'The certificate is not genuine: it was changed after it was signed.'
    : `The certificate was signed with key ${by}; the public key given is ${given}. Ask for the key ${by}.`;
}

function summaryOf(certificate: Certificate | OrganizationCertificate | RetirementReport): string {
  if ('retiredAt' in certificate) return summaryOfRetirement(certificate);
  return 'subject' in certificate ? summaryOfOrganization(certificate) : summaryOfPerson(certificate);
}

function summaryOfRetirement({ retiredAt, removed, withoutUser }: RetirementReport): string {
  return (
    `Genuine. Accounts of an older system retired ${retiredAt}: ${removed.digests} digests and ${removed.totpSecrets} TOTP ` +
    `secrets removed, ${withoutUser} accounts left without a user at Clerk.`
  );
}

function summaryOfOrganization(certificate: OrganizationCertificate): string {
  const { erasureId, organizationId, request, modules, kept, processors, probe, backups } = certificate;
  const rows = modules.flatMap(({ tables }) => tables).reduce((sum, { count }) => sum + count, 0);
  const stays = kept.reduce((sum, { count }) => sum + count, 0);
  return [
    `genuine: erasure ${erasureId} of the organization ${organizationId}`,
    `asked for at ${request.requestedAt}, approved by a second person, completed at ${request.completedAt}`,
    `${String(rows)} rows erased, ${String(stays)} rows kept by an article`,
    ...processors.map(({ name, answer }) => `${name}: ${answer}`),
    `probe: ${String(probe.hits)} hits in ${String(probe.columns)} columns and ${String(probe.files)} files`,
    `backups: the last copy is gone by ${backups.expireBy}`,
  ].join('\n');
}

function summaryOfPerson(certificate: Certificate): string {
  const { erasureId, request, deadline, modules, kept, processors, probe, backups } = certificate;
  const tables = modules.flatMap((module) => module.tables);
  const rows = tables.reduce((sum, { count }) => sum + count, 0);
  const stays = kept.reduce((sum, { count }) => sum + count, 0);
  return [
    `genuine: erasure ${erasureId}`,
    `asked for by ${request.askedBy} at ${request.requestedAt}, completed at ${request.completedAt}`,
    `${deadline.inTime ? 'in time' : 'late'}: due at ${deadline.dueAt} (${deadline.law.toUpperCase()})`,
    `${String(rows)} rows erased, ${String(stays)} rows kept by an article, without anything that leads to the person`,
    ...processors.map(({ name, answer }) => `${name}: ${answer}`),
    `probe: ${String(probe.hits.length)} hits in ${String(probe.columns)} columns of ${String(probe.tables)} tables and ${String(probe.files)} files`,
    `backups: the last copy is gone by ${backups.expireBy}`,
  ].join('\n');
}

function readCertificate(file: string): SignedDocument {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new CommandFailure(`${file} holds no certificate: it is not whole, or no JSON at all.`);
    throw new CommandFailure(`${file} cannot be read.`);
  }
  const { type, document, signature } = (value ?? {}) as Partial<SignedDocument>;
  const isSigned = typeof document === 'object' && typeof signature?.keyId === 'string';
  if ((type !== CERTIFICATE_TYPE && type !== RETIREMENT_TYPE) || !isSigned)
    throw new CommandFailure(`${file} holds no certificate of erasure (${CERTIFICATE_TYPE}).`);
  return value as SignedDocument;
}

function readKey(file: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPublicKey(readFileSync(file));
  } catch {
    throw new CommandFailure(`${file} holds no public key (PEM, BEGIN PUBLIC KEY).`);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new CommandFailure(`${file} holds no Ed25519 key.`);
  return key;
}
