import { useDownloadExport } from '../../api/privacy-acts';
import { type AccessExport, useAccessExport } from '../../api/privacy-queries';
import { Until } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { saveFile } from '../../ui/save-file';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useLanguage } from '../../words/words-provider';
import { Fact } from './fact';
import { useRefreshWith } from './use-refresh-with';

/** The archive of an access request: how far it is, and the file when it is there. */
export function ExportState({ exportId }: { readonly exportId: string }) {
  const words = useComplianceWords();
  const found = useAccessExport(exportId);
  useRefreshWith(found.data?.status);
  return (
    <section aria-labelledby="archive">
      <h2 id="archive">{words.archive}</h2>
      <QueryState query={found}>
        {(archive) =>
          archive === null ? <p className="hint">{words.archiveHidden}</p> : <Archive found={archive} />
        }
      </QueryState>
    </section>
  );
}

function Archive({ found }: { readonly found: AccessExport }) {
  const words = useComplianceWords();
  const [language] = useLanguage();
  const { id, status, bytes, sha256, expiresAt, waitingFor, missing, problem } = found;
  const download = useDownloadExport(id, (archive) => {
    saveFile(archive, `data-${id}.zip`);
  });
  const size = new Intl.NumberFormat(language, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 });
  return (
    <>
      <p role="status">
        <strong>{words.exportStates[status]}</strong> {expiresAt !== null && <Until at={expiresAt} />}
      </p>
      {waitingFor !== null && <p className="notice">{words.archiveWaits(waitingFor)}</p>}
      {missing.length > 0 && <p className="notice">{words.archiveMisses(missing.join(', '))}</p>}
      {problem !== null && <p className="notice bad">{words.exportProblems[problem]}</p>}
      {bytes !== null && (
        <dl className="facts flat">
          <Fact name={words.size}>{size.format(bytes / 1000)}</Fact>
          {sha256 !== null && (
            <Fact name="SHA-256">
              <code>{sha256}</code>
            </Fact>
          )}
        </dl>
      )}
      {download.isError && <ProblemNotice error={download.error} />}
      {bytes !== null && status !== 'expired' && (
        <button
          className="button primary"
          disabled={download.isPending}
          onClick={() => {
            download.mutate(undefined);
          }}
        >
          {download.isPending ? words.downloading : words.download}
        </button>
      )}
    </>
  );
}
