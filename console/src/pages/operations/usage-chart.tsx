import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { UsageReport } from '../../api/usage-queries';
import { letEmptyMarkupThrough } from '../../ui/empty-markup';
import { useOperationsWords } from '../../words/use-operations-words';

letEmptyMarkupThrough();
register([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, CanvasRenderer]);

interface Props {
  readonly days: UsageReport['days'];
  readonly limit: number | null;
}

/** People per day as bars, and the month's retained people so far as a line against the plan's limit. */
export default function UsageChart({ days, limit }: Props) {
  const words = useOperationsWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const chart = init(element);
    const draw = () => {
      const colour = (name: string) => resolved(element, `var(${name})`);
      const axis = {
        axisLabel: { color: colour('--soft') },
        splitLine: { lineStyle: { color: colour('--line') } },
      };
      chart.setOption({
        animation: false,
        grid: { left: 48, right: 16, top: 40, bottom: 28 },
        legend: { top: 0, textStyle: { color: colour('--text') } },
        xAxis: { type: 'category', data: days.map(({ date }) => date.slice(8)), axisLabel: axis.axisLabel },
        yAxis: { type: 'value', minInterval: 1, ...axis },
        series: [
          {
            name: words.peopleOfDay,
            type: 'bar',
            barMaxWidth: 40,
            data: days.map(({ dau }) => dau),
            itemStyle: { color: colour('--soft') },
          },
          {
            name: words.retainedToDate,
            type: 'line',
            symbol: 'none',
            data: days.map(({ mruToDate }) => mruToDate),
            lineStyle: { color: colour('--accent'), width: 3 },
            itemStyle: { color: colour('--accent') },
            // Far below the limit it would only flatten the rest.
            ...(limit !== null &&
              days.some(({ mruToDate }) => mruToDate > limit / 4) && {
                markLine: {
                  silent: true,
                  symbol: 'none',
                  data: [{ yAxis: limit }],
                  lineStyle: { color: colour('--bad') },
                },
              }),
          },
        ],
      });
    };
    draw();
    const size = new ResizeObserver(() => {
      chart.resize();
    });
    size.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      scheme.removeEventListener('change', draw);
      size.disconnect();
      chart.dispose();
    };
  }, [days, limit, words]);
  return <div ref={place} className="chart" role="img" aria-label={words.chart} />;
}

/** A colour of the tokens as the canvas takes it. */
function resolved(element: HTMLElement, colour: string): string {
  const probe = document.createElement('span');
  probe.style.color = colour;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
