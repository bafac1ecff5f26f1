import { html, nothing } from './lib/lit-html.js';
import { badge, clock, duration, pageOf, short } from './format.js';

const MOST = 500;
const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];
const TONES = { DEBUG: 'quiet', INFO: 'quiet', WARNING: 'warn', ERROR: 'bad', CRITICAL: 'bad' };

/** @typedef {{number?: number, time: string, level: string, event: string, logger: string, request_id?: string, trace_id?: string, fields: Record<string, unknown>, exception?: string}} Line */

/** Lines as rows; of one request, with the time since it began. @param {Line[]} lines @param {string} label id of the heading @param {number} [began] */
export function lineRows(lines, label, began) {
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby=${label}><table class="rows lines">
    <thead><tr><th>Time</th>${began ? html`<th class="num">After</th>` : nothing}<th>Level</th><th>Event</th>${began ? nothing : html`<th>Request</th>`}</tr></thead>
    <tbody>${lines.map(
      line => html`<tr><td>${clock(line.time)}</td>${began ? html`<td class="num">${duration(Math.max(0, Date.parse(line.time) - began) / 1e3)}</td>` : nothing}
      <td>${badge(line.level, TONES[/** @type {keyof TONES} */ (line.level)])}</td><td class="event">${event(line)}</td>
      ${began ? nothing : html`<td class="id">${line.request_id ? html`<a href=${pageOf(line)}>${short(line.request_id)}</a>` : ''}</td>`}</tr>`,
    )}</tbody></table></div>`;
}

/** A request's line begins with what a person looks for. @param {Line} line */
function event(line) {
  const { method, path, query, status_code: status, duration_seconds: took, ...others } = line.fields;
  const asked =
    method && path ? `${method} ${path}${query ? `?${query}` : ''}${status ? ` → ${status} in ${duration(Number(took))}` : ''}` : '';
  const fields = Object.entries(asked ? others : line.fields);
  return html`<b>${line.event}</b> ${asked}<span class="fields">${fields.map(([name, value]) => html` <span><span class="muted">${name}=</span>${String(value)}</span>`)}</span>
    ${line.exception ? html`<details><summary>exception</summary><pre tabindex="0">${line.exception}</pre></details>` : nothing}`;
}

/** The log, live, the newest line first. */
export class LogsView {
  title = 'Logs';
  searches = 'Filter lines, such as event:request_failed text';
  pausable = true;
  /** The newest first. @type {Line[]} */ lines = [];
  gap = '';
  cleared = 0;
  loaded = false;

  /** @param {any} context */
  constructor(context) {
    this.context = context;
    this.q = context.params.get('q') || '';
    this.level = context.params.get('level') || 'DEBUG';
  }

  source() {
    return { kinds: 'logs', snapshot: 'logs', query: { q: this.q, level: this.level, max: String(MOST) } };
  }

  /** @param {string} name @param {any} data */
  event(name, data) {
    if (name === 'gap' && !data.restarted) {
      this.gap = `${data.lines} lines came and went while there was no connection.`;
    }
    if (name !== 'snapshot' && name !== 'logs') return;
    this.loaded = true;
    const newest = Math.max(this.cleared, this.lines.length ? Number(this.lines[0].number) : 0);
    const newer = data.lines.filter((/** @type {Line} */ line) => Number(line.number) > newest).reverse();
    this.lines = [...newer, ...this.lines].slice(0, MOST);
  }

  /** The service was started anew, and numbers its lines from 1 again. */
  forget() {
    this.lines = [];
    this.cleared = 0;
    this.gap = 'The service was started anew; what came before is gone.';
  }

  clear() {
    this.cleared = this.lines.length ? Number(this.lines[0].number) : this.cleared;
    this.lines = [];
    this.context.schedule();
  }

  render() {
    return html`<div class="bar"><label>From level <select @change=${(/** @type {any} */ e) => this.context.adjust({ level: e.target.value === 'DEBUG' ? '' : e.target.value })}>
          ${LEVELS.map(level => html`<option ?selected=${level === this.level}>${level}</option>`)}</select></label>
        <button @click=${() => this.clear()}>Clear</button><span class="muted">${this.lines.length} shown, the newest first</span>${this.gap ? badge(this.gap, 'warn') : nothing}</div>
      <h2 id="tail" class="hidden">Lines</h2>${lineRows(this.lines, 'tail')}
      ${this.lines.length || !this.loaded ? nothing : html`<p class="empty">No line that is held matches the filter.</p>`}`;
  }
}
