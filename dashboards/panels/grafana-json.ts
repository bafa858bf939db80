import type { Dashboard as GrafanaDashboard, Panel as GrafanaPanel, RowPanel, VariableModel } from '@grafana/schema';
import type { Options as BarGauge } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen.js';
import type { Options as Heatmap } from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen.js';
import type { Options as Stat } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen.js';
import type { Options as Table } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen.js';
import type {
  FieldConfig as Lines,
  Options as TimeSeries,
} from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen.js';
import type { Dashboard, Panel, Row, Variable } from './dashboard.ts';

/** A shape of Grafana's as a file holds it: values of an enumeration by their text, and what has a default left out. */
type Written<Shape> = Shape extends string
  ? `${Shape}`
  : Shape extends readonly (infer Part)[]
    ? Written<Part>[]
    : Shape extends object
      ? { [Key in keyof Shape]?: Written<Shape[Key]> | undefined }
      : Shape;

type WrittenPanel = Written<GrafanaPanel>;

/** The data source is a variable, so that a dashboard can be imported anywhere. */
const DATA_SOURCE = { type: 'prometheus', uid: '$datasource' } as const;
const COLUMNS = 24;
const PANEL_HEIGHT = 8;
const STAT_HEIGHT = 4;

/** The dashboard as Grafana 10 and later read it. */
export function grafanaJson({ uid, title, description, variables, rows }: Dashboard): Written<GrafanaDashboard> {
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

function variableJson({ name, label, query, isMulti, isDescending }: Variable): Written<VariableModel> {
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
function laidOut(rows: readonly Row[]): (WrittenPanel | Written<RowPanel>)[] {
  const placed: (WrittenPanel | Written<RowPanel>)[] = [];
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

function panelJson(panel: Panel): WrittenPanel {
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
          } satisfies Written<Lines>,
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
} as const satisfies {
  readonly timeseries: Written<TimeSeries>;
  readonly stat: Written<Stat>;
  readonly bargauge: Written<BarGauge>;
  readonly heatmap: Written<Heatmap>;
  readonly table: Written<Table>;
};
