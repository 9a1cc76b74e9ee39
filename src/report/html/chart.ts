import { html, nothing, type Markup } from './markup.js';

export interface Bar {
  readonly label: string;
  readonly amount: number;
  /** The amount as people read it. */
  readonly text: string;
  readonly tone?: 'good' | 'plain' | 'warn' | 'bad';
}

interface Described {
  /** Unique on the page: names the ids of title and description. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

const WIDTH = 720;
const ROW = 30;
const LABEL_WIDTH = 150;
const VALUE_WIDTH = 180;
const BAR_HEIGHT = 14;

const svg = ({ id, title, description }: Described, height: number, content: readonly Markup[]): Markup =>
  html` <svg
    role="img"
    aria-labelledby="${id}-title ${id}-desc"
    viewBox="0 0 ${WIDTH} ${height}"
    preserveAspectRatio="xMinYMin meet"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-desc">${description}</desc>
    ${content}
  </svg>`;

const round = (length: number): number => Math.round(length * 10) / 10;

const barRow = ({ label, amount, text, tone = 'plain' }: Bar, at: number, most: number): Markup => {
  const room = WIDTH - LABEL_WIDTH - VALUE_WIDTH;
  const length = most <= 0 || amount <= 0 ? 0 : Math.max(1, round((amount / most) * room));
  const top = at * ROW + (ROW - BAR_HEIGHT) / 2;
  const base = at * ROW + ROW / 2 + 5;
  return html`<text x="0" y="${base}" class="label">${label}</text>
    <rect x="${LABEL_WIDTH}" y="${top}" width="${room}" height="${BAR_HEIGHT}" rx="3" class="track" />
    <rect x="${LABEL_WIDTH}" y="${top}" width="${length}" height="${BAR_HEIGHT}" rx="3" class="${tone}" />
    <text x="${WIDTH}" y="${base}" text-anchor="end">${text}</text> `;
};

/** Horizontal bars, one a row, against the largest of them or against `most`. */
export const barChart = (
  about: Described,
  bars: readonly Bar[],
  most = Math.max(0, ...bars.map((bar) => bar.amount)),
): Markup =>
  svg(
    about,
    Math.max(1, bars.length) * ROW,
    bars.map((bar, at) => barRow(bar, at, most)),
  );

export interface Step {
  readonly amount: number;
  /** Fraction of the step spent waiting, 0..1. */
  readonly waiting: number;
}

const CHART_HEIGHT = 160;
const AXIS_HEIGHT = 24;
const TOP = 22;

const stepColumn = ({ amount, waiting }: Step, at: number, width: number, most: number): Markup => {
  const left = round(at * width);
  const bar = round(Math.max(0.5, width - (width > 3 ? 1 : 0)));
  const height = most <= 0 ? 0 : round((amount / most) * CHART_HEIGHT);
  const wait = round(waiting * CHART_HEIGHT);
  const hatch =
    wait <= 0
      ? nothing
      : html`<rect x="${left}" y="${TOP + CHART_HEIGHT - wait}" width="${bar}" height="${wait}" fill="url(#wait)" />`;
  return html`${hatch}<rect
      x="${left}"
      y="${round(TOP + CHART_HEIGHT - height)}"
      width="${bar}"
      height="${height}"
      class="plain"
    /> `;
};

/** Columns over time; waiting is drawn behind them as hatching, so that it shows without colours too. */
export const timeChart = (
  about: Described,
  steps: readonly Step[],
  axis: { readonly start: string; readonly end: string; readonly most: string },
): Markup => {
  const most = Math.max(0, ...steps.map(({ amount }) => amount));
  const width = WIDTH / Math.max(1, steps.length);
  const base = TOP + CHART_HEIGHT;
  return svg(about, base + AXIS_HEIGHT, [
    html`<defs
        ><pattern id="wait" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"
          ><rect width="6" height="6" class="wait-back" /><rect width="2" height="6" class="wait" /></pattern
      ></defs>
      <text x="0" y="14" class="label">${axis.most}</text
      ><line x1="0" x2="${WIDTH}" y1="${TOP}" y2="${TOP}" class="axis" /> `,
    ...steps.map((step, at) => stepColumn(step, at, width, most)),
    html`<line x1="0" x2="${WIDTH}" y1="${base}" y2="${base}" class="axis" />
      <text x="0" y="${base + 18}" class="label">${axis.start}</text
      ><text x="${WIDTH}" y="${base + 18}" text-anchor="end" class="label">${axis.end}</text> `,
  ]);
};
