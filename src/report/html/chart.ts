// Graphics of the page: bars in table cells, and columns over time. Words and numbers are HTML beside them, so that
// they keep their size on a narrow screen.
import { html, nothing, type Markup } from './markup.js';

/** The meaning of a bar's colour, beside its number. */
export type Tone = 'good' | 'plain' | 'warn' | 'bad';

const WIDTH = 720;
const CHART_HEIGHT = 160;

const round = (length: number): number => Math.round(length * 10) / 10;

/** A number with its bar below, relative to `most`; a small number still has a visible bar. */
export const barCell = (text: string, amount: number, most: number, tone: Tone = 'plain'): Markup => {
  const length = most <= 0 || amount <= 0 ? 0 : Math.max(1, round((amount / most) * 100));
  return html`${text}<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect width="${length}" height="1" class="${tone}" />
    </svg>`;
};

/** One column of a chart over time. */
export interface Step {
  readonly amount: number;
  /** Fraction of the step spent waiting, 0..1. */
  readonly waiting: number;
}

const stepColumn = ({ amount, waiting }: Step, at: number, width: number, most: number): Markup => {
  const left = round(at * width);
  const column = round(Math.max(0.5, width - (width > 3 ? 1 : 0)));
  const [height, wait] = [most <= 0 ? 0 : round((amount / most) * CHART_HEIGHT), round(waiting * CHART_HEIGHT)];
  const hatch =
    wait <= 0
      ? nothing
      : html`<rect x="${left}" y="${CHART_HEIGHT - wait}" width="${column}" height="${wait}" fill="url(#wait)" />`;
  return html`${hatch}<rect
      x="${left}"
      y="${round(CHART_HEIGHT - height)}"
      width="${column}"
      height="${height}"
      class="plain"
    /> `;
};

const HATCHING = html`<defs
  ><pattern id="wait" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"
    ><rect width="6" height="6" class="wait-back" /><rect width="2" height="6" class="wait" /></pattern
></defs>`;

/** Columns over time; waiting is drawn behind them as hatching, so that it also shows without colours. */
export const timeChart = (
  about: { readonly title: string; readonly description: string },
  steps: readonly Step[],
  axis: { readonly start: string; readonly end: string; readonly most: string },
): Markup => {
  const most = Math.max(0, ...steps.map(({ amount }) => amount));
  const width = WIDTH / Math.max(1, steps.length);
  return html` <div class="axis"><span>${axis.most}</span></div>
    <svg
      class="time"
      role="img"
      aria-labelledby="time-title time-desc"
      viewBox="0 0 ${WIDTH} ${CHART_HEIGHT}"
      preserveAspectRatio="none"
    >
      <title id="time-title">${about.title}</title>
      <desc id="time-desc">${about.description}</desc>
      ${HATCHING} ${steps.map((step, at) => stepColumn(step, at, width, most))}
    </svg>
    <div class="axis"><span>${axis.start}</span><span>${axis.end}</span></div>`;
};
