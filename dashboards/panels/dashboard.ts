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
