import { type Doctor, useAlarms, useClearAlarm, useDoctor, useHealth } from '../../api/operations-queries';
import { CheckIcon, CrossIcon } from '../../ui/icons';
import { Loading } from '../../ui/loading';
import { Moment } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOperationsWords } from '../../words/use-operations-words';
import { useMayInOperations } from './operations-layout';
import { RateLimits } from './rate-limits';

type Check = Doctor['checks'][number];

/** How the service is, what rings, and what the doctor finds. */
export function Component() {
  const words = useOperationsWords();
  usePageTitle(words.health, words.title);
  const doctor = useDoctor();
  const may = useMayInOperations();
  return (
    <>
      <div className="page-head">
        <h1>{words.health}</h1>
        <button
          className="button primary"
          disabled={doctor.isPending}
          onClick={() => {
            doctor.mutate(undefined);
          }}
        >
          {words.askDoctor}
        </button>
      </div>
      <QueryState query={useHealth()}>
        {(parts) => (
          <ul className="tiles">
            {parts.map(({ name, status }) => (
              <li key={name} className={status === 'ok' ? 'tile yes' : 'tile no'}>
                {status === 'ok' ? <CheckIcon /> : <CrossIcon />} {name}: {status}
              </li>
            ))}
          </ul>
        )}
      </QueryState>
      {may('platform:sync:read') && <Alarms />}
      <RateLimits />
      {doctor.isPending && <Loading />}
      {doctor.isError && <ProblemNotice error={doctor.error} />}
      {doctor.data && (
        <section aria-labelledby="doctor">
          <h2 id="doctor">{doctor.data.ok ? words.doctorWell : words.doctorFinds}</h2>
          <ul className="rows">
            {[...doctor.data.checks].sort(worstFirst).map(({ name, status, detail, advice }) => (
              <li key={name} className="row">
                <div>
                  <strong>{name}</strong>
                  <p>{detail}</p>
                  {advice !== undefined && <p className="hint">{advice}</p>}
                </div>
                <span className={status === 'ok' ? 'verdict-word yes' : 'verdict-word no'}>
                  {words.checks[status]}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Alarms() {
  const words = useOperationsWords();
  const clear = useClearAlarm();
  const may = useMayInOperations();
  return (
    <section aria-labelledby="alarms">
      <h2 id="alarms">{words.alarms}</h2>
      {clear.isError && <ProblemNotice error={clear.error} />}
      <QueryState query={useAlarms()}>
        {(alarms) =>
          alarms.length === 0 ? (
            <p className="hint">{words.noAlarms}</p>
          ) : (
            <ul className="rows">
              {alarms.map(({ id, kind, subject, raisedAt, occurrences }) => (
                <li key={id} className="row">
                  <div>
                    <strong>{kind}</strong> {subject}
                    <p className="hint">
                      <Moment at={raisedAt} /> · {words.times(occurrences)}
                    </p>
                  </div>
                  {may('platform:sync:manage') && (
                    <button
                      className="button"
                      onClick={() => {
                        clear.mutate(id);
                      }}
                    >
                      {words.clear}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </section>
  );
}

const ORDER: readonly Check['status'][] = ['fail', 'warn', 'ok'];

function worstFirst(a: Check, b: Check): number {
  return ORDER.indexOf(a.status) - ORDER.indexOf(b.status);
}
