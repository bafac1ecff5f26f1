import { html, nothing, render } from './lib/lit-html.js';
import { address } from './address.js';
import { ask, Connection } from './store.js';
import { NowView } from './now.js';
import { RequestsView } from './requests.js';
import { RequestView } from './request.js';
import { LogsView } from './logs.js';
import { StreamsView } from './streams.js';

/**
 * @typedef {object} View
 * @property {string} title
 * @property {string} [searches] what the search box filters here; without it, it looks for requests
 * @property {boolean} [pausable]
 * @property {() => import('./store.js').Source | undefined} source
 * @property {(name: string, data: any) => void} event
 * @property {() => unknown} render
 * @property {() => void} [forget] all that it has of an earlier run of the service
 * @property {(key: string) => boolean} [key]
 * @property {() => void} [rendered]
 * @property {() => void} [close]
 */

const TABS = [
  ['now', 'Now'],
  ['requests', 'Requests'],
  ['logs', 'Logs'],
  ['streams', 'Streams and sources'],
];
const STATES = {
  connecting: ['connecting', 'quiet'],
  live: ['live', 'good'],
  polling: ['every 2 s', 'warn'],
  away: ['no connection, trying again', 'bad'],
  locked: ['the token is needed', 'bad'],
  refused: ['the filter is not understood', 'warn'],
  paused: ['paused', 'warn'],
};
/** Of a position, which begins with them. */
const RUN_DIGITS = 8;
const ID = /^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const app = {
  /** @type {View} */ view: /** @type {any} */ (undefined),
  /** @type {Connection | undefined} */ connection: undefined,
  state: 'connecting',
  paused: false,
  about: { service: '', version: '', environment: '', links: /** @type {Record<string, string>} */ ({}) },
  /** Of the service: another one after each of its starts. */ run: '',
  scheduled: false,
};

/** Changes the address without a step in the history. @param {Record<string, string>} changed */
function adjust(changed) {
  const { name, params } = address();
  for (const [key, value] of Object.entries(changed)) {
    if (value) params.set(key, value);
    else params.delete(key);
  }
  history.replaceState(null, '', `#/${name}${params.size ? '?' : ''}${params}`);
  route();
}

function route() {
  const { name, id, params } = address();
  app.connection?.close();
  app.view?.close?.();
  const context = { params, adjust, schedule, state, about: app.about };
  if (name === 'requests') app.view = new RequestsView(context);
  else if (name === 'request') app.view = new RequestView(context, id);
  else if (name === 'logs') app.view = new LogsView(context);
  else if (name === 'streams') app.view = new StreamsView(context);
  else app.view = new NowView(context);
  document.title = `${app.view.title} · ${app.about.service || 'Cockpit'}`;
  app.paused = false;
  app.state = 'connecting';
  connect();
  schedule();
}

function connect() {
  const source = app.view.source();
  // A view without a source says itself whether it is answered.
  app.connection = source && new Connection(source, { event: take, state });
}

/** @param {string} name @param {any} data */
function take(name, data) {
  if (app.paused && name !== 'snapshot') return;
  if (name === 'snapshot') about(data);
  if (name === 'gap' && data.restarted) {
    app.view.forget?.();
    app.run = '';
    introduce();
  }
  app.view.event(name, data);
  schedule();
}

/** @param {string} state */
function state(state) {
  app.state = state;
  if (state === 'live' && !app.about.service) introduce();
  schedule();
}

/** Whose page this is, and of which run. @param {any} data */
function about(data) {
  const { service, version, environment, links, position } = data;
  const run = position.slice(0, RUN_DIGITS);
  if (app.run && run !== app.run) app.view.forget?.();
  app.run = run;
  Object.assign(app.about, { service, version, environment, links });
  document.title = `${app.view.title} · ${service}`;
}

/** Asks for it, where no view does. */
async function introduce() {
  try {
    about(await ask('figures', { max: '1' }));
    schedule();
  } catch {
    // The view says what is wrong.
  }
}

function pause() {
  app.paused = !app.paused;
  if (app.paused) app.connection?.close();
  else connect();
  schedule();
}

function schedule() {
  if (app.scheduled) return;
  app.scheduled = true;
  requestAnimationFrame(() => {
    app.scheduled = false;
    draw();
  });
}

/** @param {string} text */
function search(text) {
  const wanted = text.trim();
  if (ID.test(wanted)) location.hash = `#/request/${encodeURIComponent(wanted)}`;
  else if (app.view.searches) adjust({ q: wanted });
  else location.hash = `#/requests${wanted ? `?${new URLSearchParams({ q: wanted })}` : ''}`;
}

function draw() {
  const { name, params } = address();
  const [word, tone] = STATES[/** @type {keyof STATES} */ (app.paused ? 'paused' : app.state)];
  const tab = name === 'request' ? 'requests' : name;
  render(
    html`<header>
        <a class="skip" href="#main" @click=${(/** @type {Event} */ e) => {
          e.preventDefault();
          document.getElementById('main')?.focus();
        }}>To the content</a>
        <p class="brand"><img src="/ui/icon.svg" alt="" width="22" height="22" /><b>${app.about.service || ' '}</b>
          <span class="muted">${app.about.version} ${app.about.environment}</span></p>
        <nav aria-label="Views">${TABS.map(([key, title]) => html`<a href="#/${key}" aria-current=${key === tab ? 'page' : nothing}>${title}</a>`)}</nav>
        <form role="search" @submit=${(/** @type {Event} */ e) => {
          e.preventDefault();
          search(/** @type {any} */ (e.target).q.value);
        }}>
          <label class="hidden" for="q">${app.view.searches || 'Find requests'}</label>
          <input id="q" name="q" type="search" autocomplete="off" spellcheck="false" placeholder="${app.view.searches || 'Find requests, or paste an id'}  ( / )"
            .value=${app.view.searches ? params.get('q') || '' : ''} />
        </form>
        <p class="connection" role="status"><span class="dot ${tone}"></span>${word}</p>
        ${app.view.pausable ? html`<button @click=${pause} aria-keyshortcuts="p">${app.paused ? 'Go on' : 'Pause'}</button>` : nothing}
      </header>
      <main id="main" tabindex="-1"><h1 class="hidden">${app.view.title}</h1>${app.view.render()}</main>`,
    document.body,
  );
  app.view.rendered?.();
}

addEventListener('hashchange', route);
// A page that a browser keeps for its back button would keep one of the six connections to this host.
addEventListener('pagehide', () => app.connection?.close());
addEventListener('pageshow', event => {
  if (event.persisted) route();
});
addEventListener('keydown', event => {
  const typing = event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (typing && event.key === 'Escape') /** @type {HTMLElement} */ (event.target).blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') document.getElementById('q')?.focus();
  else if (event.key === 'p' && app.view.pausable) pause();
  else if (!app.view.key?.(event.key)) return;
  event.preventDefault();
});
route();
