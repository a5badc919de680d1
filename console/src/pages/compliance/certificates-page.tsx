import { useState } from 'react';
import { type SignedCertificate, useVerdict } from '../../api/certificate-query';
import { Field } from '../../ui/field';
import { usePageTitle } from '../../ui/use-page-title';
import { useComplianceWords } from '../../words/use-compliance-words';
import { CertificateDocument } from './certificate-document';
import { VerifyBadge } from './verify-badge';

/** Checks a certificate that somebody brings: nothing of it leaves this browser. */
export function Component() {
  const words = useComplianceWords();
  usePageTitle(words.certificates, words.title);
  const [text, setText] = useState('');
  const signed = parsed(text);
  const verdict = useVerdict(signed).data;
  return (
    <>
      <h1>{words.checkCertificate}</h1>
      <p>{words.checkText}</p>
      <Field
        label={words.certificateText}
        error={signed === undefined && text !== '' ? words.noJson : undefined}
      >
        <textarea
          name="certificate"
          className="certificate-text"
          rows={8}
          spellCheck={false}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
          }}
        />
      </Field>
      <label className="button">
        {words.chooseFile}
        <input
          className="sr"
          type="file"
          accept="application/json,.json"
          onChange={({ target }) => {
            void target.files?.[0]?.text().then(setText);
          }}
        />
      </label>
      {signed !== undefined && <VerifyBadge signed={signed} />}
      {/* What was changed is not read out: somebody would believe it. */}
      {verdict === 'genuine' && isWhole(signed) && <CertificateDocument signed={signed} />}
    </>
  );
}

/** @returns undefined for what is no JSON */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether it has what every certificate has, so that it can be shown; whether it is genuine is another question. */
function isWhole(value: unknown): value is SignedCertificate {
  const { type, document, signature } = (value ?? {}) as Partial<SignedCertificate>;
  if (typeof type !== 'string' || typeof document !== 'object' || typeof signature !== 'object') return false;
  const { request, modules, kept, holds, processors, probe, backups, auditHead } = document as Partial<
    SignedCertificate['document']
  >;
  const lists: unknown[] = [modules, kept, holds, processors, document.findings ?? []];
  const parts: unknown[] = [request, probe, backups, auditHead];
  return (
    lists.every((each) => Array.isArray(each)) &&
    parts.every((each) => typeof each === 'object' && each !== null)
  );
}
