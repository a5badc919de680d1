import { useForm } from 'react-hook-form';
import { useSearchParams } from 'react-router';
import { type AuditSearch, useAuditSearch, useExportAudit } from '../../api/audit-search-query';
import { itemsOf } from '../../api/pages';
import { useSubjects } from '../../api/subjects-query';
import type { AuditEntry } from '../../api/types';
import { Empty } from '../../ui/empty';
import { Field } from '../../ui/field';
import { PagesState } from '../../ui/pages-state';
import { ProblemNotice } from '../../ui/problem-notice';
import { saveFile } from '../../ui/save-file';
import { usePageTitle } from '../../ui/use-page-title';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useWords } from '../../words/words-provider';
import { AuditSearchLine } from './audit-search-line';
import { ChainStatus } from './chain-status';
import { useMayInCompliance } from './compliance-layout';

/** What can be looked for, by its name in the address of the page. */
const TEXTS = ['action', 'actor', 'target', 'organization'] as const;
const DAYS = ['from', 'to'] as const;
const DAY_MS = 86_400_000;

type Fields = Record<(typeof TEXTS)[number] | (typeof DAYS)[number] | 'outcome', string>;

/** Looks through the whole audit log, and says whether its chain holds. */
export function Component() {
  const words = useComplianceWords();
  usePageTitle(words.audit, words.title);
  const may = useMayInCompliance();
  const [params, setParams] = useSearchParams();
  const search = searchOf(params);
  const log = useAuditSearch(search);
  const entries = itemsOf(log);
  const subjects = useSubjects(may('platform:privacy:manage') ? entries.flatMap(peopleOf) : []).data;
  const exported = useExportAudit((file, format) => {
    saveFile(file, `audit-log.${format}`);
  });
  return (
    <>
      <h1>{words.audit}</h1>
      <ChainStatus />
      <SearchForm
        key={params.toString()}
        params={params}
        actions={[...new Set(entries.map(({ action }) => action))]}
        onSearch={(wanted) => {
          setParams(wanted);
        }}
      />
      {entries.length > 0 && (
        <div className="actions">
          {(['csv', 'ndjson'] as const).map((format) => (
            <button
              key={format}
              className="button"
              disabled={exported.isPending}
              onClick={() => {
                exported.mutate({ ...search, format });
              }}
            >
              {words.exportAs[format]}
            </button>
          ))}
        </div>
      )}
      {exported.isError && <ProblemNotice error={exported.error} />}
      <PagesState
        query={log}
        none={
          <Empty title={words.noEntries}>
            <p>{words.noEntriesText}</p>
          </Empty>
        }
      >
        {(entry) => <AuditSearchLine key={entry.id} entry={entry} subjects={subjects} />}
      </PagesState>
    </>
  );
}

interface SearchFormProps {
  readonly params: URLSearchParams;
  /** What the last answer holds, to choose from. */
  readonly actions: readonly string[];
  readonly onSearch: (wanted: Record<string, string>) => void;
}

function SearchForm({ params, actions, onSearch }: SearchFormProps) {
  const words = useComplianceWords();
  const common = useWords();
  const known = [
    ...new Set([...Object.keys(common.audit.actions), ...Object.keys(words.actions), ...actions]),
  ];
  const at = (name: string) => params.get(name) ?? '';
  const { register, handleSubmit } = useForm<Fields>({
    defaultValues: {
      action: at('action'),
      actor: at('actor'),
      target: at('target'),
      organization: at('organization'),
      outcome: at('outcome'),
      from: at('from'),
      to: at('to'),
    },
  });
  const submit = handleSubmit((fields) => {
    onSearch(Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== '')));
  });
  return (
    <form className="search" onSubmit={(event) => void submit(event)} noValidate>
      <Field label={common.audit.action}>
        <input
          list="actions"
          autoComplete="off"
          placeholder="privacy.erasure_requested"
          {...register('action')}
        />
      </Field>
      <datalist id="actions">
        {known.sort().map((action) => (
          <option key={action} value={action} />
        ))}
      </datalist>
      <Field label={words.who}>
        <input autoComplete="off" {...register('actor')} />
      </Field>
      <Field label={words.toWhat}>
        <input autoComplete="off" {...register('target')} />
      </Field>
      <Field label={words.organization}>
        <input autoComplete="off" {...register('organization')} />
      </Field>
      <Field label={common.audit.outcome}>
        <select {...register('outcome')}>
          <option value="">{common.audit.everything}</option>
          <option value="allowed">{common.audit.allowed}</option>
          <option value="denied">{common.audit.denied}</option>
        </select>
      </Field>
      <Field label={words.from}>
        <input type="date" {...register('from')} />
      </Field>
      <Field label={words.to}>
        <input type="date" {...register('to')} />
      </Field>
      <div className="actions">
        <button className="button primary">{words.find}</button>
      </div>
    </form>
  );
}

/** Days are those of the clock here; the last one counts. */
function searchOf(params: URLSearchParams): AuditSearch {
  const given = [...TEXTS, 'outcome' as const].flatMap((name) => {
    const value = params.get(name)?.trim() ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  const [from, to] = DAYS.map((name) => Date.parse(`${params.get(name) ?? ''}T00:00`));
  return {
    ...Object.fromEntries(given),
    ...(from !== undefined && !Number.isNaN(from) && { from: new Date(from).toISOString() }),
    ...(to !== undefined && !Number.isNaN(to) && { to: new Date(to + DAY_MS).toISOString() }),
  };
}

function peopleOf({ actor, target }: AuditEntry): string[] {
  const ids = [actor.kind === 'user' ? [actor.id] : [], target?.kind === 'user' ? [target.id] : []].flat();
  return ids;
}
