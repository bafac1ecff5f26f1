import { html, nothing } from './lib/lit-html.js';
import { Chart } from './charts.js';
import { badge, bytes, duration, number, percent, since } from './format.js';
import { tiles } from './tiles.js';

const HOUR = 3600;
const ALERT_TONES = { inactive: 'good', pending: 'warn', firing: 'bad' };
const MEASURES = {
  latency_p95: { text: 'p95 of durations, 5 min', unit: duration },
  error_ratio: { text: 'share of 5xx, 5 min', unit: percent },
  in_flight: { text: 'requests in flight', unit: number },
};

/** @param {string} column @param {string} name @param {string} tone */
const line = (column, name, tone) => ({ column, name, tone });
/** @type {import('./charts.js').ChartSpec[]} */
const CHARTS = [
  {
    title: 'Requests per second',
    unit: number,
    series: [
      line('rate_2xx', '2xx', 'good'),
      line('rate_3xx', '3xx', 'accent'),
      line('rate_4xx', '4xx', 'warn'),
      line('rate_5xx', '5xx', 'bad'),
    ],
  },
  {
    title: 'Duration, last 10 s',
    unit: duration,
    series: [line('p50', 'p50', 'good'), line('p95', 'p95', 'warn'), line('p99', 'p99', 'bad')],
  },
  {
    title: 'Under way',
    unit: number,
    limit: 'in_flight',
    series: [line('in_flight', 'in flight', 'accent'), line('streams', 'streams', 'good'), line('rejected', 'rejected per s', 'bad')],
  },
  {
    title: 'Heap',
    unit: bytes,
    limit: 'heap',
    series: [line('heap', 'in use', 'accent'), line('heap_after_gc', 'after collection', 'good')],
  },
  {
    title: 'Processor and pauses',
    unit: percent,
    series: [line('cpu', 'processor', 'accent'), line('gc_pause', 'in pauses', 'bad'), line('pinned', 'pinned', 'warn')],
  },
  {
    title: 'Threads and queues',
    unit: number,
    series: [line('threads', 'threads', 'accent'), line('log_queue', 'log lines', 'warn'), line('span_queue', 'spans', 'bad')],
  },
];

/** Who evaluated the alerts, when, and who could not be asked. @param {any} state */
function evaluated({ alerts_from: from, alerts_age_seconds: age, alerts_missing: missing }) {
  return `of ${from}${age === undefined ? '' : `, ${Math.round(age)} s ago`}${missing ? ` (${missing})` : ''}`;
}

/** What goes on now, and in the last hour. */
export class NowView {
  title = 'Now';
  pausable = true;
  /** @type {string[]} */ columns = [];
  /** Rows of the last hour, the oldest first. @type {(number | null)[][]} */ rows = [];
  /** @type {any} */ state = undefined;
  /** @type {Chart[]} */ charts = [];
  /** @type {number | null} */ cursor = null;

  /** @param {any} context */
  constructor(context) {
    this.context = context;
    this.resize = () => {
      for (const chart of this.charts) chart.resize();
    };
    this.repaint = () => {
      this.drop();
      context.schedule();
    };
    this.dark = matchMedia('(prefers-color-scheme: dark)');
    this.dark.addEventListener('change', this.repaint);
    addEventListener('resize', this.resize);
  }

  source() {
    return { kinds: 'figures', snapshot: 'figures', query: { max: String(HOUR) } };
  }

  /** @param {NowView} last @param {boolean} paused */
  follow(last, paused) {
    if (paused) Object.assign(this, { columns: last.columns, rows: last.rows, state: last.state, fresh: true });
  }

  /** @param {string} name @param {any} data */
  event(name, data) {
    if (name !== 'snapshot' && name !== 'figures') return;
    this.columns = data.columns || this.columns;
    this.state = data.state;
    const last = name === 'snapshot' || !this.rows.length ? 0 : Number(this.rows[this.rows.length - 1][0]);
    if (name === 'snapshot') this.rows = [];
    this.rows.push(...data.rows.filter((/** @type {number[]} */ row) => row[0] > last));
    if (this.rows.length > HOUR) this.rows.splice(0, this.rows.length - HOUR);
    this.fresh = true;
  }

  render() {
    const state = this.state;
    return html`<section aria-labelledby="checks"><h2 id="checks">Readiness, dependencies, sources, objectives</h2>
        <ul class="tiles">${state ? tiles(state) : nothing}</ul></section>
      <section aria-labelledby="alerts"><h2 id="alerts">Alerts <span class="muted">${state ? evaluated(state) : ''}</span> ${this.elsewhere()}</h2>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="alerts"><table class="alerts"><thead><tr><th>Alert</th><th>State</th><th class="num">Now</th><th class="num">Fires above</th><th>Above it</th></tr></thead>
          <tbody>${state ? state.alerts.map((/** @type {any} */ alert) => this.alert(alert)) : nothing}</tbody></table></div></section>
      <section aria-labelledby="figures"><h2 id="figures">Figures <span class="muted">last hour, one point per second</span></h2>
        <div class="charts">${CHARTS.map(
          (spec, i) => html`<figure><figcaption>${spec.title}${this.limit(spec)}</figcaption>
          <div class="plot" data-chart=${i} role="img" aria-label="${spec.title} over the last hour; the newest values stand below"></div>
          <ul class="legend">${spec.series.map(each => html`<li><span class="swatch ${each.tone}"></span>${each.name} <b>${spec.unit(this.value(each.column))}</b></li>`)}</ul></figure>`,
        )}</div></section>`;
  }

  /** @param {any} alert */
  alert(alert) {
    const measure = MEASURES[/** @type {keyof MEASURES} */ (alert.measure)];
    const state = /** @type {keyof ALERT_TONES} */ (alert.state);
    return html`<tr><th scope="row">${alert.name}<br /><span class="muted">${measure.text}</span></th><td>${badge(alert.state, ALERT_TONES[state])} ${alert.held_back ? badge(alert.held_back, 'quiet') : nothing}</td>
      <td class="num">${alert.value === null ? 'no requests' : measure.unit(alert.value)}</td>
      <td class="num">${measure.unit(alert.threshold)} <span class="muted">for ${alert.holds_seconds / 60} min</span></td>
      <td>${alert.since ? html`for ${duration(this.ago(alert.since))} <span class="muted">since ${since(alert.since)}, ${alert.severity}</span>` : '–'}</td></tr>`;
  }

  /** Seconds by the service's clock. @param {string} instant */
  ago(instant) {
    const now = this.rows.length ? Number(this.rows[this.rows.length - 1][0]) : Date.now() / 1e3;
    return Math.max(0, Math.round(now - Date.parse(instant) / 1e3));
  }

  /** Where the alerts of all instances are. */
  elsewhere() {
    const { prometheus, alertmanager } = this.context.about.links;
    return [
      prometheus ? html`<a href="${prometheus}/alerts" target="_blank" rel="noreferrer">Prometheus</a> ` : nothing,
      alertmanager ? html`<a href="${alertmanager}/#/alerts" target="_blank" rel="noreferrer">Alertmanager</a>` : nothing,
    ];
  }

  /** @param {import('./charts.js').ChartSpec} spec */
  limit(spec) {
    const limit = spec.limit && this.state?.limits[spec.limit];
    return limit ? html` <span class="muted">of ${spec.unit(limit)}</span>` : nothing;
  }

  /** Under the cursor, or the newest. @param {string} column */
  value(column) {
    const row = this.rows[this.cursor ?? this.rows.length - 1];
    return row ? row[this.columns.indexOf(column) + 1] : null;
  }

  rendered() {
    if (!this.charts.length) {
      this.charts = CHARTS.map(
        (spec, i) =>
          new Chart(/** @type {HTMLElement} */ (document.querySelector(`[data-chart="${i}"]`)), spec, at => {
            if (at !== this.cursor) {
              this.cursor = at;
              this.context.schedule();
            }
          }),
      );
      this.fresh = true;
    }
    if (!this.fresh) return;
    this.fresh = false;
    const times = this.rows.map(row => row[0]);
    for (const [i, spec] of CHARTS.entries()) {
      const columns = spec.series.map(each => this.columns.indexOf(each.column) + 1);
      this.charts[i].show([times, ...columns.map(at => this.rows.map(row => row[at]))]);
    }
  }

  drop() {
    for (const chart of this.charts) chart.close();
    this.charts = [];
  }

  close() {
    this.drop();
    removeEventListener('resize', this.resize);
    this.dark.removeEventListener('change', this.repaint);
  }
}
