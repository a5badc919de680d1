import {
  type OrganizationExport,
  useDownloadOrganizationExport,
  useExportOrganization,
  useOrganizationExports,
} from '../../api/organization-export-queries';
import { Empty } from '../../ui/empty';
import { useTell } from '../../ui/messages';
import { Moment, Until } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useLanguage } from '../../words/words-provider';
import { useOwnerWords } from '../../words/use-owner-words';
import { Allowed, useOpenedOrganization } from './organization-layout';
import { saveFile } from '../../ui/save-file';

/** Archives of everything that the service holds of the organization. */
export function Component() {
  const { tabs } = useOwnerWords();
  const { organization } = useOpenedOrganization();
  usePageTitle(tabs.exports, organization.name);
  return (
    <Allowed right="org:data:export">
      <Exports />
    </Allowed>
  );
}

function Exports() {
  const { tabs, exports: texts } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const tell = useTell();
  const ask = useExportOrganization(organizationId, () => {
    tell(texts.asked);
  });
  return (
    <>
      <div className="page-head">
        <h1>{tabs.exports}</h1>
        <button
          className="button primary"
          disabled={ask.isPending}
          onClick={() => {
            ask.mutate(undefined);
          }}
        >
          {texts.ask}
        </button>
      </div>
      <p>{texts.text}</p>
      {ask.isError && <ProblemNotice error={ask.error} />}
      <QueryState query={useOrganizationExports(organizationId)}>
        {(found) =>
          found.length === 0 ? (
            <Empty title={texts.noneTitle}>
              <p>{texts.none}</p>
            </Empty>
          ) : (
            <ul className="rows">
              {found.map((each) => (
                <Line key={each.id} shown={each} />
              ))}
            </ul>
          )
        }
      </QueryState>
    </>
  );
}

function Line({ shown }: { readonly shown: OrganizationExport }) {
  const { exports: texts } = useOwnerWords();
  const [language] = useLanguage();
  const { organizationId } = useOpenedOrganization();
  const { id, status, requestedAt, expiresAt, bytes, sha256, waitingFor, missing, problem } = shown;
  const download = useDownloadOrganizationExport(organizationId);
  const size = new Intl.NumberFormat(language, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
  const isThere = bytes !== null && status !== 'expired';
  return (
    <li className="row">
      <div className="grow">
        <strong>
          <Moment at={requestedAt} />
        </strong>{' '}
        <span className={status === 'failed' ? 'badge bad' : 'badge'}>{texts.statuses[status]}</span>
        {isThere && (
          <p className="hint">
            {size.format(bytes / 1000)}
            {sha256 !== null && (
              <>
                {' · SHA-256 '}
                <code>{sha256}</code>
              </>
            )}
          </p>
        )}
        {expiresAt !== null && isThere && <Until at={expiresAt} />}
        {waitingFor !== null && <p className="hint">{texts.waitingFor(waitingFor)}</p>}
        {missing.length > 0 && <p className="notice">{texts.missing(missing.join(', '))}</p>}
        {problem !== null && <p className="notice bad">{texts.problems[problem]}</p>}
        {download.isError && <ProblemNotice error={download.error} />}
      </div>
      {isThere && (
        <button
          className="button"
          disabled={download.isPending}
          onClick={() => {
            download.mutate(id, {
              onSuccess: ({ archive }) => {
                saveFile(archive, `organization-${id}.zip`);
              },
            });
          }}
        >
          {download.isPending ? texts.downloading : texts.download}
        </button>
      )}
    </li>
  );
}
