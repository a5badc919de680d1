import { Link, useParams } from 'react-router';
import { type SignedCertificate, useCertificate } from '../../api/certificate-query';
import { QueryState } from '../../ui/query-state';
import { saveFile } from '../../ui/save-file';
import { usePageTitle } from '../../ui/use-page-title';
import { useComplianceWords } from '../../words/use-compliance-words';
import { CertificateDocument } from './certificate-document';
import { VerifyBadge } from './verify-badge';

/** The certificate of an erasure, to read, to print and to hand over. */
export function Component() {
  const { requestId = '' } = useParams();
  const words = useComplianceWords();
  usePageTitle(words.certificate, words.title);
  return (
    <>
      <p className="crumb no-print">
        <Link to={`/compliance/requests/${requestId}`}>{words.erasure}</Link>
      </p>
      <QueryState query={useCertificate(requestId)}>{(signed) => <Certificate signed={signed} />}</QueryState>
    </>
  );
}

function Certificate({ signed }: { readonly signed: SignedCertificate }) {
  const words = useComplianceWords();
  return (
    <>
      <div className="page-head">
        <h1>{words.certificate}</h1>
        <div className="badges no-print">
          <button
            className="button"
            onClick={() => {
              const text = JSON.stringify(signed);
              saveFile(
                new Blob([text], { type: 'application/json' }),
                `certificate-${signed.document.erasureId}.json`,
              );
            }}
          >
            {words.saveCertificate}
          </button>
          <button
            className="button primary"
            onClick={() => {
              window.print();
            }}
          >
            {words.print}
          </button>
        </div>
      </div>
      <VerifyBadge signed={signed} />
      <CertificateDocument signed={signed} />
    </>
  );
}
