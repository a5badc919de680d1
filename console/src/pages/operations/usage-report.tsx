import { lazy, Suspense } from 'react';
import type { UsageReport as Report } from '../../api/usage-queries';
import { Loading } from '../../ui/loading';
import { useOperationsWords } from '../../words/use-operations-words';
import { useLanguage } from '../../words/words-provider';

const UsageChart = lazy(() => import('./usage-chart'));

/** A month in figures, in a chart, and in numbers. */
export function UsageReport({ report }: { readonly report: Report }) {
  const words = useOperationsWords();
  const [language] = useLanguage();
  const number = new Intl.NumberFormat(language);
  const { month, mau, mru, mao, days, forecast, ledger, alerts } = report;
  const figures: [string, string][] = [
    [words.retained, number.format(mru)],
    [words.active, number.format(mau)],
    ...(mao === null ? [] : ([[words.activeOrganizations, number.format(mao)]] as [string, string][])),
    ...(forecast === null
      ? []
      : ([[words.expected, number.format(forecast.mru.expected)]] as [string, string][])),
    ...(forecast?.planLimitMru == null
      ? []
      : ([[words.planLimit, number.format(forecast.planLimitMru)]] as [string, string][])),
  ];
  return (
    <>
      <p className="hint">
        {month} · {words.countedSince(ledger.beganOn)}
      </p>
      {alerts.map(({ kind, limit }) => (
        <p key={kind + String(limit)} className="notice">
          {words.alerts[kind](number.format(limit))}
        </p>
      ))}
      <dl className="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Suspense fallback={<Loading />}>
        <UsageChart days={days} limit={forecast?.planLimitMru ?? null} />
      </Suspense>
      <details className="numbers">
        <summary>{words.numbers}</summary>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{words.day}</th>
              <th scope="col">{words.peopleOfDay}</th>
              <th scope="col">{words.retainedToDate}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ date, dau, mruToDate }) => (
              <tr key={date}>
                <td>{date}</td>
                <td>{number.format(dau)}</td>
                <td>{number.format(mruToDate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
