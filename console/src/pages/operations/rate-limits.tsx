import { useRateLimits } from '../../api/rate-limits-query';
import { QueryState } from '../../ui/query-state';
import { useOperationsWords } from '../../words/use-operations-words';
import { useLanguage } from '../../words/words-provider';

/** How much an address and a person may ask for, and what is left to whoever looks. */
export function RateLimits() {
  const { limits: words } = useOperationsWords();
  const [language] = useLanguage();
  const number = new Intl.NumberFormat(language);
  return (
    <section aria-labelledby="rate-limits">
      <h2 id="rate-limits">{words.title}</h2>
      <QueryState query={useRateLimits()}>
        {(limits) =>
          limits.length === 0 ? (
            <p className="notice">{words.off}</p>
          ) : (
            <>
              <p className="hint">{words.text}</p>
              <ul className="rows">
                {limits.map(({ name, quota, windowSeconds, left, resetSeconds }) => (
                  <li key={name} className="row">
                    <span>
                      <strong>{words.names[name] ?? name}</strong>{' '}
                      {words.quota(number.format(quota), windowSeconds)}
                    </span>
                    <span className="hint">{words.left(number.format(left), resetSeconds)}</span>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </QueryState>
    </section>
  );
}
