// The quality of a dataset as people read it: a bar for each score, Meta's advice, the step to take here.
import {
  HIGHEST_SCORE,
  OMNICHANNEL_SCORE,
  QUALITY_DAYS,
  QUALITY_DIMENSIONS,
  type EntryCounts,
  type EventQuality,
  type QualityDimension,
} from '../../facebook/dataset-quality.js';
import { formatCount, formatNumbered, oneLine } from '../../lib/format.js';
import type { QualityResult } from './result.js';

const TITLES: Readonly<Record<QualityDimension, string>> = {
  composite: 'composite',
  match_key: 'match keys',
  frequency: 'frequency',
  freshness: 'freshness',
};

const BAR_CELLS = 20;

const bar = (score: number | null): string => {
  const filled = Math.round((Math.min(HIGHEST_SCORE, Math.max(0, score ?? 0)) / HIGHEST_SCORE) * BAR_CELLS);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}`;
};

const percent = (share: number | null): string => (share === null ? 'not given' : `${Number(share.toFixed(1))}%`);

const dimensionLines = (
  quality: EventQuality,
  dimension: QualityDimension,
  step: string | null | undefined,
): readonly string[] => {
  const { score, recommendation } = quality.scores[dimension];
  const head = `  ${TITLES[dimension].padEnd(11)} ${bar(score)} ${score === null ? 'no score' : score.toFixed(1).padStart(4)}`;
  const coverage =
    dimension === 'match_key'
      ? [`      coverage: e-mail ${percent(quality.coverage.email)}, phone ${percent(quality.coverage.phone)}`]
      : [];
  const advice = recommendation === null ? [] : [`      Meta: ${oneLine(recommendation)}`];
  return [head, ...coverage, ...advice, ...(step ? [`      here: ${step}`] : [])];
};

const omnichannel = ({ scores: { composite } }: EventQuality): string =>
  composite.score !== null && composite.score >= OMNICHANNEL_SCORE
    ? `  ${OMNICHANNEL_SCORE} or more: omnichannel ads are available`
    : `  omnichannel ads need a composite of ${OMNICHANNEL_SCORE}`;

const eventLines = (result: QualityResult, quality: EventQuality): readonly string[] => [
  oneLine(quality.eventName),
  ...QUALITY_DIMENSIONS.flatMap((dimension) =>
    dimensionLines(quality, dimension, result.steps[quality.eventName]?.[dimension]),
  ),
  omnichannel(quality),
  '',
];

const countOf = (count: number | null): string => (count === null ? 'not given' : formatCount(count));

const entriesText = ({ valid, matched, duplicate }: EntryCounts): string =>
  `${countOf(valid)} valid, ${countOf(matched)} matched, ${countOf(duplicate)} duplicate`;

const datasetLine = ({ dataset }: QualityResult): string =>
  typeof dataset === 'string' ? `Meta does not give them: ${dataset}` : entriesText(dataset);

const totalsLine = ({ received }: QualityResult): string => {
  if (received === null) return 'this token may not read them';
  const names = Object.entries(received).map(([name, count]) => `${oneLine(name)} ${formatCount(count)}`);
  return names.length === 0 ? 'none' : names.join(', ');
};

const runLines = ({ runs }: QualityResult): readonly string[] =>
  runs.flatMap(({ runId, sent, facebook, explanation }) => [
    `Run ${runId}`,
    `  sent here    ${sent === null ? 'no report given' : formatNumbered(sent, 'event')}`,
    `  Meta counts  ${facebook === null ? 'nothing' : entriesText(facebook)}`,
    `  ${explanation}`,
    '',
  ]);

/** The whole answer of `mp2fb quality` as text. */
export const qualityText = (result: QualityResult): string => {
  const sent =
    result.sentHere === null
      ? 'no ledger of this dataset was read'
      : `${formatNumbered(result.sentHere, 'event')} (ledger)`;
  const lines = [
    `Dataset ${result.datasetId}: offline events of the last ${QUALITY_DAYS} days`,
    '',
    ...(result.qualities.length === 0 ? ['Meta has no scores for this dataset yet.', ''] : []),
    ...result.qualities.flatMap((quality) => eventLines(result, quality)),
    `Sent here, last ${QUALITY_DAYS} days        ${sent}`,
    `Received by Meta, last 7 days  ${totalsLine(result)}`,
    `Entries of the dataset         ${datasetLine(result)}`,
    '',
    ...runLines(result),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};
