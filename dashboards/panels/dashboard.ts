/** One query of a panel. */
export interface Query {
  readonly expr: string;
  /** Grafana's legend, with `{{label}}` for a label's value. */
  readonly legend: string;
  /** One value at the end of the range in place of a line over it. */
  readonly instant?: true;
  /** `heatmap` takes the buckets of a histogram apart; `table` shows labels as columns. */
  readonly format?: 'heatmap' | 'table';
  /** Shows the requests that exemplars name. */
  readonly exemplars?: true;
}

export interface Panel {
  readonly title: string;
  readonly description: string;
  readonly kind: 'timeseries' | 'stat' | 'bargauge' | 'heatmap' | 'table';
  /** Grafana's name of the unit, e.g. `s`, `percentunit`, `bytes`. */
  readonly unit: string;
  /** Of the 24 columns of a dashboard. */
  readonly width: number;
  readonly queries: readonly [Query, ...Query[]];
  readonly isStacked?: true;
  /** Empty where no technology asks another machine: no series is made up for those that run here. */
  readonly isOfRemotes?: true;
  /** From each value upwards its colour holds, the first from below. */
  readonly colours?: readonly (readonly [from: number | null, colour: string])[];
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A choice at the head of the dashboard, filled with the values of a label. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  readonly query: string;
  /** Several values, all of them at first; else one. */
  readonly isMulti?: true;
  /** Begins with the last value in place of the first. */
  readonly isDescending?: true;
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
}

/** The data source is a variable, so that a dashboard can be imported anywhere. */
const DATA_SOURCE = { type: 'prometheus', uid: '$datasource' } as const;
const COLUMNS = 24;
const PANEL_HEIGHT = 8;
const STAT_HEIGHT = 4;

/** The dashboard as Grafana 10 and later read it. */
export function grafanaJson({
  uid,
  title,
  description,
  variables,
  rows,
}: Dashboard): Readonly<Record<string, unknown>> {
  return {
    uid,
    title,
    description,
    tags: ['scanbench'],
    schemaVersion: 38,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    templating: {
      list: [
        { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', current: {} },
        ...variables.map(variableJson),
      ],
    },
    panels: laidOut(rows),
  };
}

function variableJson({ name, label, query, isMulti, isDescending }: Variable): Readonly<Record<string, unknown>> {
  return {
    name,
    label,
    type: 'query',
    datasource: DATA_SOURCE,
    query: { query, refId: name },
    refresh: 2,
    sort: isDescending ? 2 : 1,
    ...(isMulti && { multi: true, includeAll: true, allValue: '.*', current: { text: 'All', value: '$__all' } }),
  };
}

/** Rows under each other, the panels of a row side by side, as many as fit. */
function laidOut(rows: readonly Row[]): readonly Readonly<Record<string, unknown>>[] {
  const placed: Readonly<Record<string, unknown>>[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    placed.push({
      id: placed.length + 1,
      type: 'row',
      title,
      collapsed: false,
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
    });
    y += 1;
    let x = 0;
    let lineHeight = 0;
    for (const panel of panels) {
      if (x + panel.width > COLUMNS) {
        x = 0;
        y += lineHeight;
        lineHeight = 0;
      }
      const h = panel.kind === 'stat' ? STAT_HEIGHT : PANEL_HEIGHT;
      placed.push({ id: placed.length + 1, gridPos: { x, y, w: panel.width, h }, ...panelJson(panel) });
      x += panel.width;
      lineHeight = Math.max(lineHeight, h);
    }
    y += lineHeight;
  }
  return placed;
}

function panelJson(panel: Panel): Readonly<Record<string, unknown>> {
  const { title, description, kind, unit, queries, isStacked, colours } = panel;
  return {
    type: kind,
    title,
    description,
    datasource: DATA_SOURCE,
    targets: queries.map(({ expr, legend, instant, format, exemplars }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource: DATA_SOURCE,
      expr,
      legendFormat: legend,
      instant: instant ?? false,
      range: !instant,
      format: format ?? 'time_series',
      exemplar: exemplars ?? false,
    })),
    fieldConfig: {
      defaults: {
        unit,
        ...(colours && {
          color: { mode: 'thresholds' },
          thresholds: { mode: 'absolute', steps: colours.map(([value, color]) => ({ value, color })) },
        }),
        ...(kind === 'timeseries' && {
          min: 0,
          custom: {
            fillOpacity: isStacked ? 30 : 5,
            stacking: { mode: isStacked ? 'normal' : 'none' },
            showPoints: 'never',
          },
        }),
      },
      overrides: [],
    },
    options: OPTIONS[kind],
  };
}

const OPTIONS = {
  timeseries: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
  stat: { colorMode: 'value', graphMode: 'area', reduceOptions: { calcs: ['lastNotNull'] } },
  bargauge: { orientation: 'horizontal', displayMode: 'basic', reduceOptions: { calcs: ['lastNotNull'] } },
  heatmap: { calculate: false, yAxis: { unit: 'short' }, color: { mode: 'scheme', scheme: 'Blues', steps: 32 } },
  table: { showHeader: true },
} as const satisfies Record<Panel['kind'], object>;
