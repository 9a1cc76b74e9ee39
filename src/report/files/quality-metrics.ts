// Quality scores as Prometheus gauges; the metrics of a run are in metrics.ts.
import { gaugeText } from './metrics.js';

/** What the gauges need of one event name. */
interface ScoredEvent {
  readonly eventName: string;
  readonly scores: Readonly<Record<string, { readonly score: number | null }>>;
  readonly coverage: Readonly<Record<string, number | null>>;
}

const valuesOf = (
  event: ScoredEvent,
  label: string,
  values: Readonly<Record<string, number | null>>,
  dataset: string,
) =>
  Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [{ labels: { dataset, event_name: event.eventName, [label]: name }, value }],
  );

/** Scores (0 to 10) and match-key coverage (percent) in Prometheus text format. */
export const qualityMetrics = (dataset: string, events: readonly ScoredEvent[]): string =>
  gaugeText({
    name: 'mp2fb_quality_score',
    help: "Meta's quality score of the dataset's offline events, 0 to 10, over 28 days.",
    samples: events.flatMap((event) =>
      valuesOf(
        event,
        'dimension',
        Object.fromEntries(Object.entries(event.scores).map(([name, { score }]) => [name, score])),
        dataset,
      ),
    ),
  }) +
  gaugeText({
    name: 'mp2fb_quality_coverage_percent',
    help: 'Share of events with the match key, as Meta sees it.',
    samples: events.flatMap((event) => valuesOf(event, 'match_key', event.coverage, dataset)),
  });
