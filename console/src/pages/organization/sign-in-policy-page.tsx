import { useState } from 'react';
import {
  type SignInPolicy,
  type SignInPolicyToSet,
  useSetSignInPolicy,
  useSignInPolicy,
} from '../../api/organization-queries';
import { Field } from '../../ui/field';
import { useTell } from '../../ui/messages';
import { Moment } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { linesOf } from '../../ui/lines';
import { Allowed, useOpenedOrganization } from './organization-layout';
import { isStrategy, STRATEGIES } from './strategies';

/** How people of the organization must sign in before what they hold counts. */
export function Component() {
  const { tabs, policy: texts } = useOwnerWords();
  const { organizationId, organization } = useOpenedOrganization();
  usePageTitle(tabs.policy, organization.name);
  return (
    <Allowed right="org:sign_in_policy:read">
      <h1>{tabs.policy}</h1>
      <p>{texts.text}</p>
      <QueryState query={useSignInPolicy(organizationId)}>
        {({ policy, etag }) => <PolicyForm key={etag} policy={policy} etag={etag} />}
      </QueryState>
    </Allowed>
  );
}

function settingsOf(policy: SignInPolicy): SignInPolicyToSet {
  const { secondFactorRequired, allowedNetworks, maxSessionMinutes, allowedStrategies } = policy;
  return { secondFactorRequired, allowedNetworks, maxSessionMinutes, allowedStrategies };
}

interface Props {
  readonly policy: SignInPolicy;
  readonly etag: string | null;
}

function PolicyForm({ policy, etag }: Props) {
  const words = useWords();
  const { policy: texts, organization: shared, networks } = useOwnerWords();
  const { organizationId, may } = useOpenedOrganization();
  const [secondFactor, setSecondFactor] = useState(policy.secondFactorRequired);
  const [from, setFrom] = useState(policy.allowedNetworks.join('\n'));
  const [minutes, setMinutes] = useState(policy.maxSessionMinutes?.toString() ?? '');
  const [strategies, setStrategies] = useState<ReadonlySet<string>>(new Set(policy.allowedStrategies));
  const tell = useTell();
  const back = useSetSignInPolicy(organizationId);
  const set = useSetSignInPolicy(organizationId, (now) => {
    tell(texts.saved, {
      label: words.undo,
      onUndo: () => back.mutateAsync({ policy: policy.isDefault ? null : settingsOf(policy), etag: now }),
      undone: texts.back,
    });
  });
  const mayManage = may('org:sign_in_policy:manage');
  const offered = [...new Set<string>([...STRATEGIES, ...policy.allowedStrategies])];
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({
          etag,
          policy: {
            secondFactorRequired: secondFactor,
            allowedNetworks: linesOf(from),
            maxSessionMinutes: minutes === '' ? null : Number(minutes),
            allowedStrategies: offered.filter((each) => strategies.has(each)),
          },
        });
      }}
    >
      <p className="hint">
        {policy.isDefault || policy.updatedAt === null ? (
          texts.isDefault
        ) : (
          <>
            {texts.changed} <Moment at={policy.updatedAt} />
          </>
        )}
      </p>
      <fieldset disabled={!mayManage}>
        <legend className="sr">{texts.text}</legend>
        <label className="switch">
          <input
            type="checkbox"
            name="secondFactor"
            checked={secondFactor}
            onChange={({ target }) => {
              setSecondFactor(target.checked);
            }}
          />
          <span>{texts.secondFactor}</span>
        </label>
        <Field label={texts.minutes} hint={texts.minutesHint}>
          <input
            type="number"
            name="minutes"
            inputMode="numeric"
            min={10}
            max={527_040}
            value={minutes}
            onChange={({ target }) => {
              setMinutes(target.value);
            }}
          />
        </Field>
        <Field label={networks.label} hint={texts.networksHint}>
          <textarea
            name="networks"
            rows={3}
            value={from}
            spellCheck={false}
            placeholder="198.51.100.0/24"
            onChange={({ target }) => {
              setFrom(target.value);
            }}
          />
        </Field>
        <fieldset>
          <legend>{texts.strategies}</legend>
          <p className="hint">{texts.strategiesHint}</p>
          <ul className="choices two">
            {offered.map((each) => (
              <li key={each}>
                <label>
                  <input
                    type="checkbox"
                    name={each}
                    checked={strategies.has(each)}
                    onChange={() => {
                      const next = new Set(strategies);
                      if (!next.delete(each)) next.add(each);
                      setStrategies(next);
                    }}
                  />
                  <span>{isStrategy(each) ? texts.ways[each] : each}</span>
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
      </fieldset>
      {set.isError && <ProblemNotice error={set.error} />}
      {mayManage && (
        <div className="actions">
          {!policy.isDefault && (
            <button
              type="button"
              className="button"
              disabled={set.isPending}
              onClick={() => {
                set.mutate({ policy: null, etag });
              }}
            >
              {texts.reset}
            </button>
          )}
          <button className="button primary" disabled={set.isPending}>
            {shared.save}
          </button>
        </div>
      )}
    </form>
  );
}
