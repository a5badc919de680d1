import { createColumnHelper, FlexRender, type Row, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { PersonOfProperty } from '../../api/people-queries';
import type { Place } from '../../api/types';
import { nameOf } from '../../ui/person-name';
import type { Words } from '../../words/en';
import { useWords } from '../../words/words-provider';
import { AccessBy } from './access-by';

interface Props {
  readonly people: readonly PersonOfProperty[];
  readonly place: Place;
  readonly zone: string;
  /** Whether all grants are known; until then nobody is asked by what else they have access. */
  readonly isComplete: boolean;
}

/** Pixels of a row before it is measured. */
const ROW = 64;

const features = tableFeatures({});
const column = createColumnHelper<typeof features, PersonOfProperty>();

function columnsOf(words: Words, place: Place, zone: string, isComplete: boolean) {
  return column.columns([
    column.display({
      id: 'person',
      header: words.people.person,
      cell: ({ row: { original } }) => (
        <div className="person">
          <Link to={`people/${original.userId}`}>{nameOf(original, words.people.unknown)}</Link>
          <span className="hint">{original.emailAddress}</span>
        </div>
      ),
    }),
    column.display({
      id: 'by',
      header: words.people.by,
      cell: ({ row: { original } }) => (
        <AccessBy person={original} place={place} zone={zone} isComplete={isComplete} />
      ),
    }),
    column.display({
      id: 'why',
      header: words.people.why,
      cell: ({ row: { original } }) => (
        <Link
          className="button"
          to={`people/${original.userId}`}
          aria-label={words.people.whyOf(nameOf(original, words.people.unknown))}
        >
          {words.people.why}
        </Link>
      ),
    }),
  ]);
}

/** Everybody in a row; of many thousands only those are drawn that are on the screen. */
export function PeopleTable({ people, place, zone, isComplete }: Props) {
  const words = useWords();
  // The same ones while one scrolls: other ones would have every row made anew.
  const columns = useMemo(() => columnsOf(words, place, zone, isComplete), [words, place, zone, isComplete]);
  const table = useTable({ features, columns, data: people, getRowId: ({ userId }) => userId });
  const { rows } = table.getRowModel();
  const body = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  const [height, setHeight] = useState(ROW);
  useLayoutEffect(() => {
    const first = body.current?.querySelector('tr[data-index]')?.getBoundingClientRect();
    if (first === undefined) return;
    setOffset((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    // Most rows are as high as the first: where the guess is right, nothing has to be placed anew.
    setHeight(first.height);
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: 6,
    scrollMargin: offset,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  useLayoutEffect(() => {
    virtual.measure();
  }, [virtual, height]);
  const items = virtual.getVirtualItems();
  const before = (items[0]?.start ?? offset) - offset;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset);
  return (
    <table className="table" aria-rowcount={rows.length + 1}>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <th key={header.id} scope="col">
                <table.FlexRender header={header} />
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody ref={body}>
        <Space height={before} />
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <Line key={row.id} row={row} index={item.index} measure={virtual.measureElement} />
          );
        })}
        <Space height={after} />
      </tbody>
    </table>
  );
}

interface LineProps {
  readonly row: Row<typeof features, PersonOfProperty>;
  readonly index: number;
  readonly measure: (element: HTMLElement | null) => void;
}

/** A row that stays on the screen is not drawn again while one scrolls. */
const Line = memo(function Line({ row, index, measure }: LineProps) {
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2}>
      {row.getAllCells().map((cell) => (
        <td key={cell.id}>
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  );
});

/** Stands for the rows that are not drawn. */
function Space({ height }: { readonly height: number }) {
  return height > 0 ? (
    <tr aria-hidden="true" className="space">
      <td colSpan={3} style={{ height }} />
    </tr>
  ) : null;
}
