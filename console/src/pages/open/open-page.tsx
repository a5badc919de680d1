import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useOpenPage } from '../../api/use-open-page';
import { Field } from '../../ui/field';
import { ProblemNotice } from '../../ui/problem-notice';
import { usePageTitle } from '../../ui/use-page-title';
import { useWords } from '../../words/words-provider';

/**
 * Opens a page that the service makes itself, to which no address bar sends a token. It asks before, so that a link from
 * elsewhere opens none.
 */
export function Component() {
  const { openPage: words } = useWords();
  usePageTitle(words.title);
  const [parameters] = useSearchParams();
  const page = parameters.get('page') ?? '/docs';
  const [accessReason, setReason] = useState('');
  const open = useOpenPage();
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <p>
        <code>{page}</code>
      </p>
      {page.includes('/organizations/') && (
        <Field label={words.reason} hint={words.reasonHint}>
          <input
            name="accessReason"
            value={accessReason}
            maxLength={500}
            onChange={({ target }) => {
              setReason(target.value);
            }}
          />
        </Field>
      )}
      {open.isError && <ProblemNotice error={open.error} />}
      <div className="actions">
        <button
          className="button primary"
          disabled={open.isPending}
          onClick={() => {
            open.mutate({ page, accessReason: accessReason.trim() });
          }}
        >
          {words.submit}
        </button>
      </div>
    </div>
  );
}
