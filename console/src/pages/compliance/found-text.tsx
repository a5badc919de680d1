import type { Finding } from '../../api/privacy-queries';

/** A text with the words marked that may mean somebody. */
export function FoundText({ text, spans }: Pick<Finding, 'spans'> & { readonly text: string }) {
  const parts: React.ReactNode[] = [];
  let end = 0;
  for (const [start = 0, length = 0] of spans) {
    parts.push(text.slice(end, start), <mark key={start}>{text.slice(start, start + length)}</mark>);
    end = start + length;
  }
  return (
    <p className="found-text">
      {parts}
      {text.slice(end)}
    </p>
  );
}
