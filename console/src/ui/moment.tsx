import { useLanguage, useWords } from '../words/words-provider';

/** A moment in the zone of the place; which zone that is stands behind it. */
export function Moment({ at, zone }: { readonly at: string; readonly zone?: string | undefined }) {
  const [language] = useLanguage();
  const date = new Date(at);
  const text = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(zone !== undefined && { timeZone: zone }),
  }).format(date);
  return (
    <time dateTime={at} title={zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}>
      {text}
    </time>
  );
}

/** How long something still holds, with the moment at which it ends. */
export function Until({ at, zone }: { readonly at: string; readonly zone?: string | undefined }) {
  const words = useWords();
  const isOver = new Date(at).getTime() <= Date.now();
  return (
    <span className={isOver ? 'until over' : 'until'}>
      {isOver ? words.time.ended : words.time.until} <Moment at={at} zone={zone} />
    </span>
  );
}
