import { useState } from 'react';
import { useUsage, useWhyCounted } from '../../api/usage-queries';
import { Field } from '../../ui/field';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOperationsWords } from '../../words/use-operations-words';
import { UsageReport } from './usage-report';
import { WhyCounted } from './why-counted';

/** The month in the unit that Clerk bills, with what is to be expected of it, and why somebody counts. */
export function Component() {
  const words = useOperationsWords();
  usePageTitle(words.usage, words.title);
  return (
    <>
      <h1>{words.usage}</h1>
      <QueryState query={useUsage()}>{(report) => <UsageReport report={report} />}</QueryState>
      <Question />
    </>
  );
}

/** Asks by an id, ours or Clerk's, why somebody or an organization counts. */
function Question() {
  const { counted } = useOperationsWords();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <section aria-labelledby="counted">
      <h2 id="counted">{counted.title}</h2>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed.trim() || null);
        }}
      >
        <Field label={counted.who} hint={counted.whoHint}>
          <input
            name="counted"
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => {
              setTyped(target.value);
            }}
          />
        </Field>
        <button className="button" disabled={typed.trim() === ''}>
          {counted.ask}
        </button>
      </form>
      {asked !== null && <Answer asked={asked} />}
    </section>
  );
}

function Answer({ asked }: { readonly asked: string }) {
  return <WhyCounted query={useWhyCounted(asked)} />;
}
