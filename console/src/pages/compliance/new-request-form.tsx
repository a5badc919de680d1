import { type UseFormReturn, useForm } from 'react-hook-form';
import { useNavigate } from 'react-router';
import { type NewRequest, useFileRequest, useTryRequest } from '../../api/privacy-acts';
import { Field } from '../../ui/field';
import { useTell } from '../../ui/messages';
import { ProblemNotice } from '../../ui/problem-notice';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useMayInCompliance } from './compliance-layout';
import { TrialResult } from './trial-result';
import { linesOf } from '../../ui/lines';

const KINDS = ['access', 'erasure', 'correction', 'objection'] as const;
const FIELDS = ['emailAddress', 'firstName', 'lastName', 'role', 'other'] as const;
const MAX_DAYS = 30;

interface Fields {
  readonly kind: (typeof KINDS)[number];
  readonly law: 'gdpr' | 'ccpa';
  readonly fields: string[];
  readonly purposes: string;
  readonly details: string;
  readonly reason: string;
  readonly days: string;
}

/** What is asked for; where the service has a dry run, that comes first. */
export function NewRequestForm({ userId }: { readonly userId: string }) {
  const words = useComplianceWords();
  const may = useMayInCompliance();
  const tell = useTell();
  const navigate = useNavigate();
  const form = useForm<Fields>({
    defaultValues: {
      kind: 'access',
      law: 'gdpr',
      fields: [],
      purposes: '',
      details: '',
      reason: '',
      days: '7',
    },
  });
  const [kind, purposes] = form.watch(['kind', 'purposes']);
  const trial = useTryRequest();
  const file = useFileRequest((requestId) => {
    tell(words.asked);
    void navigate(`/compliance/requests/${requestId}`);
  });
  const hasTrial = kind !== 'correction';
  const tried = trial.variables;
  const isTried =
    trial.data !== undefined &&
    tried?.kind === kind &&
    (kind !== 'objection' || listed(purposes) === listed(tried.purposes));
  const mayBeAsked = !hasTrial || (isTried && trial.data.result === 'would_ask');
  const submit = form.handleSubmit(async (fields) => {
    if (mayBeAsked) await file.mutateAsync(wantedOf(userId, fields)).catch(() => undefined);
    else
      await trial
        .mutateAsync({ kind, userId, ...(kind === 'objection' && { purposes: linesOf(fields.purposes) }) })
        .catch(() => undefined);
  });
  const allowed = KINDS.filter(
    (each) =>
      (each !== 'access' || may('platform:privacy:export')) &&
      (each !== 'erasure' || may('platform:privacy:erase')),
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Field label={words.kind} hint={words.kindHints[kind]}>
        <select {...form.register('kind')}>
          {allowed.map((each) => (
            <option key={each} value={each}>
              {words.kinds[each]}
            </option>
          ))}
        </select>
      </Field>
      <Content form={form} kind={kind} />
      {trial.isError && <ProblemNotice error={trial.error} />}
      {isTried && <TrialResult trial={trial.data} kind={kind} />}
      {file.isError && <ProblemNotice error={file.error} />}
      <div className="actions">
        <button
          className={mayBeAsked && kind === 'erasure' ? 'button danger' : 'button primary'}
          disabled={trial.isPending || file.isPending}
        >
          {trial.isPending ? words.trying : mayBeAsked ? words.ask[kind] : words.tryFirst}
        </button>
      </div>
    </form>
  );
}

function Content({ form, kind }: { readonly form: UseFormReturn<Fields>; readonly kind: Fields['kind'] }) {
  const words = useComplianceWords();
  const { errors } = form.formState;
  const law = (
    <Field label={words.law}>
      <select {...form.register('law')}>
        <option value="gdpr">GDPR</option>
        <option value="ccpa">CCPA</option>
      </select>
    </Field>
  );
  const details = (
    <Field label={words.details} hint={words.detailsHint} error={errors.details?.message}>
      <textarea
        rows={4}
        maxLength={2000}
        {...form.register('details', {
          validate: (text, { fields }) =>
            kind !== 'correction' || text.trim() !== '' || fields.length > 0 || words.nothingToCorrect,
        })}
      />
    </Field>
  );
  switch (kind) {
    case 'access':
      return null;
    case 'erasure':
      return (
        <>
          <Field label={words.reason} hint={words.reasonHint}>
            <textarea rows={3} maxLength={1000} {...form.register('reason')} />
          </Field>
          <Field label={words.graceDays} hint={words.graceHint} error={errors.days?.message}>
            <input
              type="number"
              min={0}
              max={MAX_DAYS}
              {...form.register('days', {
                validate: (text) => (/^\d{1,2}$/.test(text) && Number(text) <= MAX_DAYS) || words.graceWrong,
              })}
            />
          </Field>
        </>
      );
    case 'correction':
      return (
        <>
          {law}
          <fieldset className="field checks">
            <legend>{words.fields}</legend>
            {FIELDS.map((each) => (
              <label key={each}>
                <input type="checkbox" value={each} {...form.register('fields')} />{' '}
                {words.fieldNames[each] ?? each}
              </label>
            ))}
          </fieldset>
          {details}
        </>
      );
    case 'objection':
      return (
        <>
          {law}
          <Field label={words.purposes} hint={words.purposesHint} error={errors.purposes?.message}>
            <input {...form.register('purposes', { required: words.purposesMissing })} />
          </Field>
          {details}
        </>
      );
  }
}

function wantedOf(
  userId: string,
  { kind, law, fields, purposes, details, reason, days }: Fields,
): NewRequest {
  const said = details.trim() === '' ? {} : { details: details.trim() };
  switch (kind) {
    case 'access':
      return { kind, userId };
    case 'erasure':
      return {
        kind,
        userId,
        gracePeriodDays: Number(days),
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      };
    case 'correction':
      return {
        kind,
        userId,
        law,
        ...said,
        ...(fields.length > 0 && { fields: fields as (typeof FIELDS)[number][] }),
      };
    case 'objection':
      return { kind, userId, law, purposes: linesOf(purposes), ...said };
  }
}

function listed(purposes: string | readonly string[] | undefined): string {
  return (typeof purposes === 'string' ? linesOf(purposes) : (purposes ?? [])).join();
}
