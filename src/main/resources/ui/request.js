import { html, nothing } from './lib/lit-html.js';
import { ask } from './store.js';
import { asQuery, badge, bytes, clock, copy, duration, mood } from './format.js';
import { lineRows } from './logs.js';
import { waterfall } from './waterfall.js';

const RETRY_MILLIS = 2000;

/** One text as one word of a shell. @param {string} text */
const quoted = text => `'${text.replaceAll("'", `'\\''`)}'`;

/** @param {any} request */
export function curl(request) {
  const target = location.origin + request.path + (request.query ? `?${request.query}` : '');
  // A refused request's method is whatever its sender wrote.
  const method = request.method === 'GET' ? '' : request.method === 'HEAD' ? ' -I' : ` -X ${quoted(request.method)}`;
  return `curl -gi${method} ${quoted(target)}`;
}

/** As a collector takes it: POST it to /v1/traces. @param {any} request */
export function otlp(request) {
  return { resourceSpans: [{ resource: { attributes: request.resource }, scopeSpans: [{ scope: { name: 'ui' }, spans: request.spans }] }] };
}

/** One request, found by its id or its trace's: spans, lines, problem, ids. */
export class RequestView {
  title = 'One request';
  /** @type {any[]} */ found = [];
  problem = '';
  copied = '';
  loading = true;
  closed = false;

  /** @param {any} context @param {string} id */
  constructor(context, id) {
    this.context = context;
    this.id = id;
    this.load();
  }

  source() {
    return undefined;
  }

  event() {}

  async load() {
    let state = 'live';
    try {
      const found = (await ask(`requests/${encodeURIComponent(this.id)}`)).requests;
      if (this.closed) return;
      this.found = found;
      this.problem = '';
    } catch (e) {
      if (this.closed) return;
      const { message, status } = /** @type {any} */ (e);
      this.problem = message;
      state = status === 401 ? 'locked' : status === 404 ? 'live' : 'away';
      // It may still be under way.
      this.timer = setTimeout(() => this.load(), RETRY_MILLIS);
    }
    this.loading = false;
    this.context.state(state);
    this.context.schedule();
  }

  render() {
    if (this.loading) return html`<p class="empty">Loading …</p>`;
    if (this.problem)
      return html`<div class="empty"><h2>${this.id}</h2><p>${this.problem}</p><p class="muted">A request that is under way appears here once it has ended.</p></div>`;
    return this.found.map(request => this.one(request));
  }

  /** @param {any} request */
  one(request) {
    return html`<article><h2 class="title"><span>${request.method}</span> <span class="path">${request.path}${asQuery(request.query)}</span></h2>
      <p class="summary">${badge(String(request.status), mood(request.status))} ${request.outcome === 'completed' ? nothing : badge(request.outcome.replaceAll('_', ' '), 'warn')}
        ${request.kept ? badge(`kept: ${request.kept.replaceAll('_', ' ')}`, 'warn') : nothing}
        <b>${duration(request.duration_seconds)}</b> <span class="muted">${clock(request.began)}, ${request.route}, ${bytes(request.response_bytes)}${request.stream_events === undefined ? '' : `, ${request.stream_events} events`}</span></p>
      <p class="bar"><button @click=${() => this.put('curl', curl(request))}>Copy as curl</button>
        ${request.spans.length ? html`<button @click=${() => this.save(request)}>Export OTLP JSON</button>` : nothing}${this.links(request)}
        <span role="status" class="muted">${this.copied}</span></p>
      ${
        request.problem
          ? html`<section><h3>Answered with a problem</h3><dl class="facts"><dt>${request.problem.title}</dt><dd>${request.problem.detail}</dd>
        ${request.cause ? html`<dt>behind it</dt><dd>${request.cause}</dd>` : nothing}
        ${request.problem.errors.map((/** @type {any} */ error) => html`<dt>wrong</dt><dd>${error.field}</dd>`)}</dl></section>`
          : nothing
      }
      <section><h3>Spans</h3>${waterfall(request)}</section>
      <section><h3 id="lines">Log lines</h3>${request.lines.length ? lineRows(request.lines, 'lines', this.context.schedule, Date.parse(request.began)) : html`<p class="empty">No line of this request is held.</p>`}</section>
      <section><h3>Facts</h3><dl class="facts">
        <dt>request id</dt><dd class="id">${request.request_id} <button class="small" @click=${() => this.put('request id', request.request_id)} aria-label="Copy the request id">Copy</button></dd>
        ${request.trace_id ? html`<dt>trace id</dt><dd class="id">${request.trace_id} <button class="small" @click=${() => this.put('trace id', request.trace_id)} aria-label="Copy the trace id">Copy</button> <span class="muted">${request.sampled ? 'sampled' : 'not sampled'}</span></dd>` : nothing}
        <dt>client</dt><dd>${request.client || '–'}</dd><dt>user agent</dt><dd>${request.user_agent || '–'}</dd>
        <dt>curl</dt><dd><code class="pre">${curl(request)}</code></dd></dl></section></article>`;
  }

  /** @param {any} request */
  links(request) {
    const { jaeger, grafana, prometheus } = this.context.about.links;
    const query = (/** @type {string} */ expression) => encodeURIComponent(expression);
    const pane = {
      one: {
        datasource: 'loki',
        queries: [{ refId: 'A', expr: `{app="${this.context.about.service}"} |= "${request.trace_id || request.request_id}"` }],
        range: { from: 'now-1h', to: 'now' },
      },
    };
    return [
      jaeger && request.trace_id
        ? html`<a href="${jaeger}/trace/${request.trace_id}" target="_blank" rel="noreferrer">Jaeger</a>`
        : nothing,
      grafana
        ? html`<a href="${grafana}/explore?schemaVersion=1&panes=${query(JSON.stringify(pane))}" target="_blank" rel="noreferrer">Loki</a>`
        : nothing,
      prometheus
        ? html`<a href="${prometheus}/graph?g0.tab=0&g0.expr=${query(`rate(http_requests_total{endpoint="${request.route}"}[5m])`)}" target="_blank" rel="noreferrer">Prometheus</a>`
        : nothing,
    ];
  }

  /** @param {string} what @param {string} text */
  async put(what, text) {
    await copy(text);
    this.copied = `The ${what} is in the clipboard.`;
    this.context.schedule();
  }

  /** @param {any} request */
  save(request) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(otlp(request), null, 2)], { type: 'application/json' }));
    link.download = `${request.trace_id}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
  }
}
