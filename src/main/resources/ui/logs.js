import { html, nothing } from './lib/lit-html.js';
import { badge, clock, duration, pageOf, short } from './format.js';
import { lineFilter } from './words.js';

const MOST = 500;
const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];
const TONES = { DEBUG: 'quiet', INFO: 'quiet', WARNING: 'warn', ERROR: 'bad', CRITICAL: 'bad' };

/** @typedef {{number?: number, time: string, level: string, event: string, logger: string, request_id?: string, trace_id?: string, fields: Record<string, unknown>, exception?: string}} Line */

/** Whose exception is open; rows move on below the newer ones. @type {WeakSet<Line>} */
const opened = new WeakSet();

/** Lines as rows; of one request, with the time since it began.
 * @param {Line[]} lines @param {string} label id of the heading @param {() => void} schedule @param {number} [began] */
export function lineRows(lines, label, schedule, began) {
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby=${label}><table class="rows lines">
    <thead><tr><th>Time</th>${began ? html`<th class="num">After</th>` : nothing}<th>Level</th><th>Event</th>${began ? nothing : html`<th>Request</th>`}</tr></thead>
    <tbody>${lines.map(
      line => html`<tr><td>${clock(line.time)}</td>${began ? html`<td class="num">${duration(Math.max(0, Date.parse(line.time) - began) / 1e3)}</td>` : nothing}
      <td>${badge(line.level, TONES[/** @type {keyof TONES} */ (line.level)])}</td><td class="event">${event(line, schedule)}</td>
      ${began ? nothing : html`<td class="id">${line.request_id ? html`<a href=${pageOf(line)}>${short(line.request_id)}</a>` : ''}</td>`}</tr>`,
    )}</tbody></table></div>`;
}

/** A request's line begins with what a person looks for. @param {Line} line @param {() => void} schedule */
function event(line, schedule) {
  const { method, path, query, status_code: status, duration_seconds: took, ...others } = line.fields;
  const asked =
    method && path ? `${method} ${path}${query ? `?${query}` : ''}${status ? ` → ${status} in ${duration(Number(took))}` : ''}` : '';
  const fields = Object.entries(asked ? others : line.fields);
  return html`<b>${line.event}</b> ${asked}<span class="fields">${fields.map(([name, value]) => html` <span><span class="muted">${name}=</span>${String(value)}</span>`)}</span>
    ${
      line.exception
        ? html`<details ?open=${opened.has(line)} @toggle=${(/** @type {any} */ e) => {
            opened[e.target.open ? 'add' : 'delete'](line);
            schedule();
          }}><summary>exception</summary><pre tabindex="0">${line.exception}</pre></details>`
        : nothing
    }`;
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
  /** What was shown when it was paused. @type {Line[]} */ known = [];
  /** @type {number[]} */ until = [];

  /** @param {any} context */
  constructor(context) {
    this.context = context;
    this.q = context.params.get('q') || '';
    this.level = context.params.get('level') || 'DEBUG';
  }

  source() {
    return { kinds: 'logs', snapshot: 'logs', query: { q: this.q, level: this.level, max: String(MOST) } };
  }

  /** @param {LogsView} last @param {boolean} paused */
  follow(last, paused) {
    this.cleared = last.cleared;
    if (!paused) return;
    this.known = last.known.length ? last.known : last.lines;
    this.lines = this.known.filter(lineFilter(this.q, this.level));
    this.loaded = true;
  }

  /** @param {string} name @param {any} data */
  event(name, data) {
    if (name === 'gap' && !data.restarted) {
      this.gap = `${data.lines} lines came and went while there was no connection.`;
    }
    if (name !== 'snapshot' && name !== 'logs') return;
    this.loaded = true;
    const until = this.until[1] ?? Number.POSITIVE_INFINITY;
    const known = new Set(this.lines.map(line => line.number));
    const newer = data.lines.filter(
      (/** @type {Line} */ line) => !known.has(line.number) && Number(line.number) > this.cleared && Number(line.number) <= until,
    );
    this.lines = [...newer, ...this.lines].sort((a, b) => Number(b.number) - Number(a.number)).slice(0, MOST);
    if (!this.until.length) this.known = [];
  }

  /** The service was started anew, and numbers its lines from 1 again. */
  forget() {
    this.known = [];
    this.lines = [];
    this.cleared = 0;
    this.gap = 'The service was started anew; what came before is gone.';
  }

  clear() {
    this.cleared = this.lines.length ? Number(this.lines[0].number) : this.cleared;
    this.lines = [];
    this.known = [];
    this.context.schedule();
  }

  render() {
    return html`<div class="bar"><label>From level <select @change=${(/** @type {any} */ e) => this.context.adjust({ level: e.target.value === 'DEBUG' ? '' : e.target.value })}>
          ${LEVELS.map(level => html`<option ?selected=${level === this.level}>${level}</option>`)}</select></label>
        <button @click=${() => this.clear()}>Clear</button><span class="muted">${this.lines.length} shown, the newest first</span>${this.gap ? badge(this.gap, 'warn') : nothing}</div>
      <h2 id="tail" class="hidden">Lines</h2>${lineRows(this.lines, 'tail', this.context.schedule)}
      ${this.lines.length || !this.loaded ? nothing : html`<p class="empty">No line that is held matches the filter.</p>`}`;
  }
}
