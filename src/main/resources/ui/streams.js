import { html, nothing } from './lib/lit-html.js';
import { badge, clock, duration, number, short } from './format.js';
import { standing, works } from './tiles.js';

/** Open streams, and the services that this one calls. */
export class StreamsView {
  title = 'Streams and sources';
  pausable = true;
  /** @type {any} */ state = undefined;

  /** @param {any} context */
  constructor(context) {
    this.context = context;
  }

  source() {
    return { kinds: 'figures', snapshot: 'figures', query: { max: '1' } };
  }

  /** @param {StreamsView} last @param {boolean} paused */
  follow(last, paused) {
    if (paused) this.state = last.state;
  }

  /** @param {string} name @param {any} data */
  event(name, data) {
    if (name === 'snapshot' || name === 'figures') this.state = data.state;
  }

  render() {
    const state = this.state;
    if (!state) return nothing;
    return html`<section aria-labelledby="open"><h2 id="open">Open streams: ${number(state.streams_open)} <span class="muted">of ${number(state.limits.streams)}</span></h2>
        ${state.streams.length ? this.streams(state.streams) : html`<p class="empty">No stream is open. Open one: <code>curl -N '${location.origin}/api/insights?count=20'</code></p>`}</section>
      <section aria-labelledby="sources"><h2 id="sources">Sources</h2>
        <div class="sources">${state.upstreams.map((/** @type {any} */ source) => this.upstream(source))}</div></section>`;
  }

  /** @param {any[]} streams */
  streams(streams) {
    const oldestFirst = [...streams].sort((a, b) => b.age_seconds - a.age_seconds);
    return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="open"><table class="rows"><thead><tr><th>Stream</th><th>Client</th><th class="num">Age</th><th class="num">Events</th><th>Request id</th></tr></thead>
      <tbody>${oldestFirst.map(
        stream => html`<tr><td>${stream.route}</td><td>${stream.client || '–'}</td><td class="num">${duration(stream.age_seconds)}</td><td class="num">${stream.events}</td>
        <td class="id">${short(stream.request_id)}</td></tr>`,
      )}</tbody></table></div>`;
  }

  /** @param {any} source */
  upstream(source) {
    const id = `source-${source.name}`;
    return html`<section class="source" aria-labelledby=${id}><h3 id=${id}>${source.name} ${works(source)}
        <span class="muted">${standing(source)}</span></h3>
      ${
        source.calls.length
          ? html`<div class="scroll" tabindex="0" role="region" aria-labelledby=${id}><table class="rows"><thead><tr><th>Last calls</th><th>Outcome</th><th class="num">Took</th><th>Why</th></tr></thead>
        <tbody>${source.calls.map(
          (
            /** @type {any} */ call,
          ) => html`<tr><td>${clock(call.at)}</td><td>${badge(call.outcome.replaceAll('_', ' '), call.outcome === 'success' ? 'good' : 'warn')}</td>
          <td class="num">${duration(call.took_seconds)}</td><td class="event">${call.why || ''}</td></tr>`,
        )}</tbody></table></div>`
          : html`<p class="muted">No call yet.</p>`
      }</section>`;
  }
}
