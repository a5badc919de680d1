import { BarChart, type BarSeriesOption, LineChart, type LineSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
  TitleComponent,
  type TitleComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { UsageReport } from '../report/usage-report.js';
import { daysFrom, firstDayOf, lastDayOf } from '../rules/calendar.rule.js';
import { escapeHtml } from '#libs/html';
import { groupedNumber } from './grouped-number.js';

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

type Option = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | LegendComponentOption | TitleComponentOption
>;

export const CHART_SIZE = { width: 880, height: 420 } as const;
// Without quotes: the renderer writes it into an attribute as it is.
const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Liberation Sans, DejaVu Sans, sans-serif';
/** Nothing moves when it is pointed at. */
const STILL = { silent: true, emphasis: { disabled: true } } as const;
const INK = '#1f2a37';
const MUTED = '#667085';
const RETURNING = '#2f6f9f';
const NEW = '#e8a33d';
const RETAINED = '#12705c';

/** A month as a picture: active people of each day as bars, retained people so far as a line. SVG, made without a browser. */
export function chartOf(report: UsageReport, placeName: string): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...CHART_SIZE });
  try {
    chart.setOption(optionOf(report, placeName));
    return described(still(chart.renderToSVGString()), report, placeName);
  } finally {
    chart.dispose();
  }
}

function optionOf(report: UsageReport, placeName: string): Option {
  const dates = daysFrom(firstDayOf(report.month), lastDayOf(report.month));
  const byDate = new Map(report.days.map((day) => [day.date, day]));
  const values = (field: 'new' | 'returning' | 'mruToDate') =>
    dates.map((date) => byDate.get(date)?.[field] ?? null);
  const axisText = { color: MUTED, fontFamily: FONT, fontSize: 12 };
  const scale = {
    type: 'value' as const,
    min: 0,
    minInterval: 1,
    axisLabel: { ...axisText, formatter: (value: number) => groupedNumber(value) },
    nameTextStyle: axisText,
    splitNumber: 4,
  };
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: FONT },
    title: {
      text: measurable(shortened(placeName.charAt(0).toUpperCase() + placeName.slice(1))),
      subtext: subtitle(report),
      left: 24,
      top: 16,
      itemGap: 6,
      textStyle: { color: INK, fontSize: 18, fontWeight: 'bold', fontFamily: FONT },
      subtextStyle: { color: MUTED, fontSize: 13, fontFamily: FONT },
    },
    legend: {
      selectedMode: false,
      bottom: 14,
      left: 'center',
      itemWidth: 14,
      itemHeight: 10,
      itemGap: 24,
      textStyle: { ...axisText, color: INK },
    },
    grid: {
      left: 24,
      right: 24,
      top: 110,
      bottom: 56,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'category',
      data: dates.map((date) => String(Number(date.slice(8)))),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#cfd6de' } },
      axisLabel: { ...axisText, interval: 0, hideOverlap: true },
    },
    yAxis: [
      {
        ...scale,
        name: 'People a day',
        nameTextStyle: { ...axisText, align: 'left' },
        splitLine: { lineStyle: { color: '#edf0f3' } },
      },
      {
        ...scale,
        name: 'Retained so far',
        nameTextStyle: { ...axisText, align: 'right' },
        splitLine: { show: false },
      },
    ],
    series: [
      bars('Returning', values('returning'), RETURNING),
      bars('New', values('new'), NEW),
      {
        type: 'line',
        ...STILL,
        name: 'Retained so far (right)',
        yAxisIndex: 1,
        data: values('mruToDate'),
        showSymbol: report.days.length < 3,
        symbol: 'circle',
        lineStyle: { color: RETAINED, width: 2.5 },
        itemStyle: { color: RETAINED },
      },
    ],
  };
}

function bars(name: string, data: (number | null)[], color: string): BarSeriesOption {
  return { type: 'bar', ...STILL, name, stack: 'people', data, itemStyle: { color }, barCategoryGap: '28%' };
}

function subtitle(report: UsageReport): string {
  const state = report.complete ? 'closed' : 'so far';
  return `${report.month} (${state}, ${report.timezone}) · ${groupedNumber(report.mau)} active · ${groupedNumber(report.mru)} retained`;
}

function shortened(name: string): string {
  const characters = Array.from(name);
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : name;
}

/**
 * The library remembers how wide a text is, in an object whose keys are texts: one that every object has of its own, such
 * as `__proto__`, would be taken for a remembered width. A space that nobody sees makes it another text.
 */
function measurable(text: string): string {
  return text in {} ? `${text}\u00a0` : text;
}

/**
 * Takes off what is for the pointer, and the number of the rendering in names: the same report is then the same bytes.
 * Quotes and brackets of texts are escaped, so none of this matches in a place's name.
 */
function still(svg: string): string {
  return svg
    .replace(/<style[^>]*>[^]*?<\/style>\n?/g, '')
    .replace(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/(id="|url\(#)zr\d+-/g, '$1zr-');
}

/** Gives the picture a title and a description for those who do not see it. */
function described(svg: string, report: UsageReport, placeName: string): string {
  const busiest = report.days.reduce<UsageReport['days'][number] | null>(
    (most, day) => (most === null || day.dau > most.dau ? day : most),
    null,
  );
  const description = [
    `${report.mau} people were active and ${report.mru} were retained in ${report.month} (${report.timezone}).`,
    busiest === null
      ? 'No day is recorded.'
      : `The busiest day was ${busiest.date} with ${busiest.dau} people.`,
    report.complete ? 'The month is closed.' : 'The month is not closed; numbers may still grow.',
  ].join(' ');
  return svg.replace(
    /^<svg ([^>]*)>/,
    (_, attributes: string) =>
      `<svg ${attributes} role="img" aria-labelledby="usage-title usage-description">` +
      `<title id="usage-title">${escapeHtml(`Usage of ${placeName}, ${report.month}`)}</title>` +
      `<desc id="usage-description">${escapeHtml(description)}</desc>`,
  );
}
