import { html, nothing } from './lib/lit-html.js';
import { asQuery, badge, bytes, clock, duration, mood, pageOf, short } from './format.js';
import { requestFilter } from './words.js';

const MOST = 500;
const MOST_TELLING = 250;

/** @typedef {{sequence: number, began: string, method: string, path: string, query?: string, route: string, status: number, duration_seconds: number, request_id: string, trace_id: string | null, kept: string | null, outcome: string, detail?: string, stream_events?: number}} Row */

/** Whether a row stays while newer ordinary ones push others out. @param {Row} row */
function isTelling(row) {
  return row.kept !== null || row.status >= 500;
}

/** The requests, live: those under way, then the newest. */
export class RequestsView {
  title = 'Requests';
  searches = 'Filter, such as status:5xx route:/api >500ms';
  pausable = true;
  /** The newest first. @type {Row[]} */ rows = [];
  /** @type {any[]} */ running = [];
  runningCount = 0;
  skipped = 0;
  gap = '';
  cleared = 0;
  /** Sequence of a row; -1 for none. */
  selected = -1;
  held = '';
  loaded = false;
  /** What was shown when it was paused. @type {Row[]} */ known = [];
  /** @type {number[]} */ until = [];

  /** @param {any} context */
  constructor(context) {
    this.context = context;
    this.q = context.params.get('q') || '';
    this.all = context.params.get('all') === 'true';
  }

  source() {
    return { kinds: 'requests', snapshot: 'requests', query: { q: this.q, all: this.all ? 'true' : '', max: String(MOST) } };
  }

  /** @param {RequestsView} last @param {boolean} paused */
  follow(last, paused) {
    this.cleared = last.cleared;
    this.selected = last.selected;
    if (!paused) return;
    const isWanted = requestFilter(this.q);
    // Which of them are probes only the service knows.
    this.known = last.all && !this.all ? [] : last.known.length ? last.known : last.rows;
    this.rows = this.known.filter(isWanted);
    this.running = last.running.filter(isWanted);
    this.runningCount = this.running.length;
    this.held = last.held;
    this.loaded = true;
  }

  /** @param {string} name @param {any} data */
  event(name, data) {
    if (name === 'snapshot') {
      this.loaded = true;
      this.held = `${bytes(data.held_bytes)} of ${bytes(data.limit_bytes)}`;
      if (!this.until.length) {
        this.known = [];
        this.running = data.running;
        this.runningCount = data.running.length;
      }
      this.add(data.requests);
    } else if (name === 'requests') {
      this.skipped += data.skipped;
      this.add(data.requests.reverse());
    } else if (name === 'running') {
      this.running = data.running;
      this.runningCount = data.count;
    } else if (name === 'gap' && !data.restarted) {
      this.gap = `${data.requests} requests came and went while there was no connection.`;
    }
  }

  /** The service was started anew, and numbers what comes from 1 again. */
  forget() {
    this.known = [];
    this.rows = [];
    this.running = [];
    this.runningCount = 0;
    this.skipped = 0;
    this.cleared = 0;
    this.selected = -1;
    this.gap = 'The service was started anew; what came before is gone.';
  }

  /** @param {Row[]} newer the newest first */
  add(newer) {
    const known = new Set(this.rows.map(row => row.sequence));
    const until = this.until[0] ?? Number.POSITIVE_INFINITY;
    this.rows = [
      ...newer.filter(row => !known.has(row.sequence) && row.sequence > this.cleared && row.sequence <= until),
      ...this.rows,
    ].sort((a, b) => b.sequence - a.sequence);
    if (this.rows.length <= MOST) return;
    const telling = Math.min(MOST_TELLING, this.rows.filter(isTelling).length);
    let tellingLeft = telling;
    let othersLeft = MOST - telling;
    this.rows = this.rows.filter(row => (isTelling(row) ? tellingLeft-- > 0 : othersLeft-- > 0));
  }

  clear() {
    this.cleared = this.rows.length ? this.rows[0].sequence : this.cleared;
    this.rows = [];
    this.known = [];
    this.skipped = 0;
    this.context.schedule();
  }

  render() {
    return html`<div class="bar">
        <label><input type="checkbox" .checked=${this.all} @change=${(/** @type {any} */ e) => this.context.adjust({ all: e.target.checked ? 'true' : '' })} /> probes and scrapes too</label>
        <button @click=${() => this.clear()}>Clear</button>
        <span class="muted">${this.rows.length} shown${this.skipped ? `, ${this.skipped} ordinary ones skipped in the flood` : ''}; the service holds ${this.held || '–'}</span>
        ${this.gap ? badge(this.gap, 'warn') : nothing}
      </div>
      ${this.running.length ? html`<section aria-labelledby="running"><h2 id="running">Under way: ${this.runningCount}</h2>${this.underWay()}</section>` : nothing}
      <h2 id="finished" class=${this.running.length ? '' : 'hidden'}>Finished</h2>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="finished"><table class="rows requests">
        <thead><tr><th>Time</th><th>Method</th><th>Request</th><th>Status</th><th class="num">Duration</th><th class="wide">Request id</th><th>Kept</th></tr></thead>
        <tbody>${this.rows.map(row => this.row(row))}</tbody></table></div>
      ${
        this.rows.length || !this.loaded
          ? nothing
          : html`<p class="empty">${this.q ? 'No request that is held matches the filter.' : 'No request yet. Send one:'}
        ${this.q ? nothing : html`<code>curl -i ${location.origin}/</code>`}</p>`
      }`;
  }

  underWay() {
    return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="running"><table class="rows requests"><thead><tr><th>Began</th><th>Method</th><th>Request</th><th>Phase</th><th class="num">Age</th><th class="wide">Request id</th></tr></thead>
      <tbody>${this.running.slice(0, 50).map(
        one => html`<tr><td>${clock(one.began)}</td><td>${one.method}</td><td class="path">${one.path}${asQuery(one.query)}</td>
        <td>${badge(one.phase, 'quiet')}</td><td class="num">${duration(one.age_seconds)}</td><td class="wide id">${short(one.request_id)}</td></tr>`,
      )}</tbody></table></div>`;
  }

  /** @param {Row} row */
  row(row) {
    const selected = row.sequence === this.selected;
    const odd = row.outcome !== 'completed' ? row.outcome.replaceAll('_', ' ') : '';
    return html`<tr class=${selected ? 'selected' : ''} aria-selected=${selected ? 'true' : nothing}>
      <td>${clock(row.began)}</td><td>${row.method}</td>
      <td class="path"><a href=${pageOf(row)}>${row.path}${asQuery(row.query)}</a>${row.route === row.path ? nothing : html` <span class="muted route">${row.route}</span>`}${row.detail ? html`<span class="detail">${row.detail}</span>` : nothing}</td>
      <td>${badge(String(row.status), mood(row.status))} ${odd}</td><td class="num">${duration(row.duration_seconds)}</td>
      <td class="wide id" title=${row.request_id}>${short(row.request_id)}</td><td>${row.kept ? badge(row.kept.replaceAll('_', ' '), 'warn') : ''}</td></tr>`;
  }

  /** @param {string} key */
  key(key) {
    const at = this.rows.findIndex(row => row.sequence === this.selected);
    if (key === 'j') this.selected = this.rows[Math.min(this.rows.length - 1, at + 1)]?.sequence ?? -1;
    else if (key === 'k') this.selected = this.rows[Math.max(0, at - 1)]?.sequence ?? -1;
    else if (key === 'Enter' && this.rows[at]) location.hash = pageOf(this.rows[at]);
    else return false;
    this.context.schedule();
    this.moved = true;
    return true;
  }

  rendered() {
    if (this.moved) document.querySelector('tr.selected')?.scrollIntoView({ block: 'nearest' });
    this.moved = false;
  }
}
